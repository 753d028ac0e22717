/** A personal link that asks for a code on another device than the first: sent to the representative, few attempts, nothing shown before. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Answer, type Input } from '../../domain/contract/contract.ts'
import { VisitLinkContext } from '../../domain/contract/visit.ts'
import { lead, openHouse, until, type House } from '../house.ts'
import { prepareVisits, type Visits } from '../browser/phone.ts'

let house: House
let visits: Visits
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  visits = await prepareVisits(house)
  const { administrator } = visits
  await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), linkCode: true })
})
afterAll(() => house.close())

type Asked = 'visit.open' | 'visit.askCode' | 'visit.giveCode' | 'visit.show'
async function ask<Q extends Asked>(name: Q, input: Input<Q>, session = ''): Promise<Answer<Q> | string> {
  const answer = await fetch(`${house.appUrl}/api/${name}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${session}` }, body: JSON.stringify(input) })
  const body = (await answer.json()) as { error?: string }
  return answer.ok ? (contract[name].output.parse(body) as Answer<Q>) : (body.error ?? '')
}
const phone = (name: string) => name.repeat(26).slice(0, 26)
const [first, second, third] = [phone('a'), phone('b'), phone('c')] as const
const tokenOf = (link: string) => link.split('/').at(-1) ?? ''
const open = async (link: string, device: string | null) => (await ask('visit.open', { token: tokenOf(link), language: 'ru', device })) as Answer<'visit.open'>
const askCode = (link: string, device: string) => ask('visit.askCode', { token: tokenOf(link), device })
const giveCode = (link: string, device: string, code: string) => ask('visit.giveCode', { token: tokenOf(link), device, code })
const codes = async () => (await house.as(2).site('notifications.list', {})).notifications.flatMap(({ text }) => /Код для ссылки.*: (\d{6})\. /.exec(text)?.[1] ?? [])
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a link on another device', () => {
  it('opens there only with the code that its representative was sent, and then for good', async () => {
    const { leadId, link } = await visits.assign('Пекарня с кодом')
    // A preview of the link in a chat asks for its page; that makes it nobody's.
    const page = await (await fetch(link)).text()
    const written = /id="context">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? ''
    expect(VisitLinkContext.parse(JSON.parse(written))).toEqual({ link: 'code', language: 'ru', visit: null })
    expect(page).not.toContain('Пекарня с кодом')

    const here = await open(link, first)
    expect(here.link).toBe('open')
    expect(await ask('visit.show', { document: lead(leadId) }, here.visit?.session)).toMatchObject({ document: { title: 'Пекарня с кодом' } })
    expect(await open(link, second)).toEqual({ link: 'code', language: 'ru', visit: null })
    expect(await open(link, null)).toEqual({ link: 'code', language: 'ru', visit: null })
    // The link's token alone is no session any more, nor with a device that nobody knows.
    for (const session of [tokenOf(link), `${tokenOf(link)}~${second}`]) expect(await ask('visit.show', { document: lead(leadId) }, session)).toBe('forbidden')
    expect(await giveCode(link, second, '000000')).toMatchObject({ opened: { link: 'code' }, left: 0 })
    expect(await codes()).toEqual([])

    expect(await askCode(link, second)).toMatchObject({ sent: true })
    await until('the code is there', async () => (await codes()).length === 1)
    const [code = ''] = await codes()
    // Not twice within a minute, and not for a third device either.
    for (const device of [second, third]) expect(await askCode(link, device)).toMatchObject({ sent: false })
    expect(await giveCode(link, second, other(code))).toMatchObject({ opened: { link: 'code', visit: null }, left: 4 })
    // It is good on the device that asked for it only, and once.
    expect(await giveCode(link, third, code)).toMatchObject({ opened: { link: 'code' }, left: 0 })
    const opened = ((await giveCode(link, second, code)) as Answer<'visit.giveCode'>).opened
    expect(opened).toMatchObject({ link: 'open', language: 'ru' })
    expect(await ask('visit.show', { document: lead(leadId) }, opened.visit?.session)).toMatchObject({ document: { title: 'Пекарня с кодом' } })
    for (const device of [first, second]) expect((await open(link, device)).link).toBe('open')
    expect(await askCode(link, second)).toBe('forbidden')
    expect((await codes()).length).toBe(1)
    // In no file and in no log does it stand as it was sent; its digits alone may be those of some moment.
    const files = readdirSync(house.dataDir, { withFileTypes: true }).filter((one) => one.isFile()).map(({ name }) => readFileSync(join(house.dataDir, name)))
    expect(files.some((file) => file.includes('link_codes'))).toBe(true)
    for (const text of [`: ${code}.`, `"code":"${code}"`]) expect([...files, Buffer.from(house.appLog())].some((file) => file.includes(text))).toBe(false)
  })

  it('is asked anew when the link is made anew, and takes five attempts', async () => {
    const { administrator, assign } = visits
    const { leadId, link } = await assign('Гараж с кодом')
    expect((await open(link, first)).link).toBe('open')
    expect(await askCode(link, second)).toMatchObject({ sent: true })
    await until('the code is there', async () => (await codes()).length === 2)
    const code = (await codes())[0] ?? ''
    for (const left of [4, 3, 2, 1, 0]) expect(await giveCode(link, second, other(code))).toMatchObject({ left })
    expect(await giveCode(link, second, code)).toMatchObject({ opened: { link: 'code' }, left: 0 })

    const { rows } = await administrator.app('journal.list', { search: String(leadId) })
    const run = rows.find(({ robot }) => robot === 'assign-visit')
    const { visit } = await administrator.app('journal.show', { runId: run?.runId as never })
    const { runId } = await administrator.app('visit.link', { visitId: visit?.visitId ?? '', choice: 'renew' })
    await until('the task has the new link', async () => (await administrator.app('journal.show', { runId })).row.state === 'done')
    const fresh = /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec((await administrator.site('lead.show', { id: leadId })).tasks[0]?.description ?? '')?.[1] ?? ''
    // Whoever opens the new one first has it; the phone of before is a stranger to it like any other.
    expect((await open(fresh, third)).link).toBe('open')
    expect((await open(fresh, first)).link).toBe('code')
    expect(await askCode(link, second)).toBe('forbidden')
    expect(house.portal.unknownFields).toEqual([])
  })
})

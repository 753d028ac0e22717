/** The receiver stands while its worker is killed and replaced: every call is taken, every acknowledged one ends, once. */
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'
import { distributeOnStage, leadOnStage, tally } from './lead-on-stage.ts'

vi.setConfig({ testTimeout: 90_000 })

const whole = { answered: 1, deals: 3, directions: 3, tasks: 1, checklist: 3, comments: 1 }

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse({ entry: 'supervise', portal: { limits: false } })
  administrator = house.as(1)
  await install(administrator)
  await distributeOnStage(administrator, (await acceptSuggestions(administrator)).slice(0, 3).map(({ id }) => id))
})
afterAll(() => house.close())

/** The newest process of this half. */
const pidOf = (role: string): number => Number([...house.appLog().matchAll(new RegExp(`"msg":"started","role":"${role}","pid":(\\d+)`, 'g'))].at(-1)?.[1])
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const robotCalls = () => house.portal.deliveries.filter(({ kind }) => kind === 'robot')
const allWhole = async (leads: readonly number[]) => {
  for (const leadId of leads) {
    await until('the lead is distributed', async () => JSON.stringify(await tally(administrator, leadId)) === JSON.stringify(whole), 40_000)
  }
}

describe('the receiver', () => {
  // Shows: process killed × call
  it('acknowledges every call while the worker is killed again and again', async () => {
    const leads: number[] = []
    for (let round = 0; round < 6; round++) {
      leads.push(await leadOnStage(administrator, `Клиент ${round}`))
      if (round % 2 === 0) process.kill(pidOf('worker'), 'SIGKILL')
      await new Promise((done) => setTimeout(done, 300))
    }
    await allWhole(leads)
    expect(robotCalls().map(({ status }) => status)).toEqual(leads.map(() => 200))
    expect(house.portal.unknownFields).toEqual([])
  })

  // Shows: new version × call, new version × page
  it('keeps people waiting a moment while a new version of the worker starts, and refuses nobody', async () => {
    const worker = pidOf('worker')
    house.signalApp('SIGUSR2')
    const leadId = await leadOnStage(administrator, 'При обновлении')
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(`${house.appUrl}/healthz`).then(({ status }) => status)))
    await until('there is another worker', () => pidOf('worker') !== worker)
    expect(answers).toEqual(answers.map(() => 200))
    await allWhole([leadId])
    expect(robotCalls().every(({ status }) => status === 200)).toBe(true)
  })

  // Shows: process killed × call, process killed × page
  it('is started anew when it dies itself, and whoever comes meanwhile waits instead of being refused', async () => {
    const receiver = pidOf('receiver')
    process.kill(receiver, 'SIGKILL')
    await until('it is dead', () => !isAlive(receiver))
    const leadId = await leadOnStage(administrator, 'Без приёмника')
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(`${house.appUrl}/healthz`).then(({ status }) => status)))
    expect(answers).toEqual(answers.map(() => 200))
    expect(pidOf('receiver')).not.toBe(receiver)
    await allWhole([leadId])
    expect(robotCalls().every(({ status }) => status === 200)).toBe(true)
  })

  it('passes on to its worker alone, whatever host the request’s own line names', async () => {
    const asked: string[] = []
    const inner = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('an inner secret')
    })
    await new Promise<void>((listening) => inner.listen(0, '127.0.0.1', listening))
    const host = `127.0.0.1:${(inner.address() as AddressInfo).port}`
    const { hostname, port } = new URL(house.appUrl)
    for (const target of [`//${host}/`, `http://${host}/`, `/\\${host}/`, `\\\\${host}/`, `///${host}/`, `http:\\\\${host}/`, `@${host}/`, `.${host}/`, `:${host.split(':')[1] ?? ''}/`]) {
      const socket = connect(Number(port), hostname)
      socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      const answer = await text(socket)
      expect(answer, target).toMatch(/^HTTP\/1\.1 4\d\d /)
      expect(answer, target).not.toContain('an inner secret')
    }
    inner.close()
    expect(asked).toEqual([])
  })
})

/** Questions to a portal in as few batches as it allows, each answer parsed to the part that we read. */
import type { Answered, Answers, Question } from '../../manifest/ask.ts'
import { methods, type AskMethod, type ResultOf } from '../../manifest/methods.ts'
import { batchLength } from '../portal/encode.ts'
import { PortalError } from '../portal/errors.ts'
import type { CommandAnswer, Portal } from '../portal/portal.ts'
import { settleReferences } from './references.ts'

/** References reach back to questions of the same call; one that failed leaves an empty value. @throws PortalError of a whole request */
export async function askPortal<Q extends Record<string, Question>>(portal: Portal, questions: Q): Promise<Answers<Q>> {
  const all = Object.entries(questions)
  const raw = new Map<string, CommandAnswer>()
  for (let start = 0; start < all.length; start += batchLength) {
    const chunk = all.slice(start, start + batchLength)
    const here = new Set(chunk.map(([key]) => key))
    const commands = chunk.map(([key, { method, params }]) => {
      const known = (wanted: string) => {
        if (here.has(wanted)) return 'here' as const
        const answer = raw.get(wanted)
        return answer?.ok ? { value: answer.value } : ('lost' as const)
      }
      return { key, method, params: settleReferences(params, known).params }
    })
    for (const [key, answer] of await portal.batch(commands, { halt: false })) {
      if (!answer.ok && answer.again !== null) throw new PortalError('later', answer.code, '', { again: answer.again })
      raw.set(key, answer)
    }
  }
  return Object.fromEntries(all.map(([key, { method }]) => [key, answered(method, raw.get(key))])) as Answers<Q>
}

function answered<M extends AskMethod>(method: M, answer: CommandAnswer | undefined): Answered<ResultOf<M>> {
  if (!answer) return { ok: false, code: 'no_answer', text: '' }
  if (!answer.ok) return { ok: false, code: answer.code, text: answer.text }
  const read = methods[method].result.safeParse(answer.value)
  // Where exactly, for the log of whoever asked; never what was there.
  if (!read.success) return { ok: false, code: 'unexpected_answer', text: read.error.issues.map(({ path }) => path.join('.')).join(' ') }
  return { ok: true, value: read.data as ResultOf<M>, total: answer.total, next: answer.next }
}

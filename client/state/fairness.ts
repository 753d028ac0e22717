/** The verdict on fairness in words: one for the page, a sentence for each direction. */
import type { Answer } from '../../domain/contract/contract.ts'
import type { FairnessGroup } from '../../domain/contract/fairness.ts'
import type { Tone } from '../components/ToneChip.vue'
import { decimal, list, say } from './language.ts'

export const nameOf = ({ key, name }: FairnessGroup): string => (key === 'main' ? say('fairness.mainAs') : name)
const whole = (number: number): string => decimal(number, 0)

export function chipOf({ chance, order }: FairnessGroup): { tone: Tone; text: string } {
  if (chance) return { tone: ({ even: 'done', unusual: 'look', skewed: 'bad', too_few: 'past' } as const)[chance.verdict], text: say(`fairness.${chance.verdict}`) }
  return (order?.astray ?? 0) > 0 ? { tone: 'look', text: say('fairness.astray') } : { tone: 'done', text: say('fairness.inOrder') }
}

/** "A gap of 7 is normal for 60 draws." */
export function sentenceOf(group: FairnessGroup): string {
  const { chance, order } = group
  const name = nameOf(group)
  if (!chance) {
    if (!order) return ''
    const words = { name, n: order.draws, gap: whole(order.gap), astray: order.astray }
    return say(order.astray > 0 ? 'fairness.sentenceAstray' : 'fairness.sentenceOrder', words)
  }
  const [most] = chance.people
  const words = {
    name,
    n: chance.draws,
    gap: whole(chance.gap.size),
    usual: whole(Math.floor(chance.gap.usual)),
    once: whole(Math.round(1 / chance.p)),
    person: most?.person.name ?? '',
    picked: most?.picked ?? 0,
    expected: whole(most?.expected ?? 0),
  }
  const sentences = { even: 'fairness.sentenceEven', unusual: 'fairness.sentenceUnusual', skewed: 'fairness.sentenceSkewed', too_few: 'fairness.sentenceFew' } as const
  return say(sentences[chance.verdict], words)
}

export function verdictOf({ directions, main }: Answer<'fairness.show'>): { tone: 'done' | 'look' | 'bad' | 'past'; title: string } {
  const all = [...directions, ...(main.draws > 0 ? [main] : [])]
  const of = (verdict: NonNullable<FairnessGroup['chance']>['verdict']) => all.filter(({ chance }) => chance?.verdict === verdict).map(nameOf)
  if (of('skewed').length > 0) return { tone: 'bad', title: say('fairness.someSkewed', { names: list(of('skewed')) }) }
  if (of('unusual').length > 0) return { tone: 'look', title: say('fairness.someUnusual', { names: list(of('unusual')) }) }
  if (all.every(({ chance, order }) => chance?.verdict === 'too_few' && !order)) return { tone: 'past', title: say('fairness.allFew') }
  return { tone: 'done', title: say('fairness.allEven') }
}

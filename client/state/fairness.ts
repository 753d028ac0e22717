/** The verdict on fairness in words: one for the page, a sentence for each direction. */
import type { Answer } from '../../domain/contract/contract.ts'
import type { FairnessGroup } from '../../domain/contract/fairness.ts'
import type { Tone } from '../components/ToneChip.vue'
import { decimal, list, say } from './language.ts'

export const nameOf = ({ key, name }: FairnessGroup): string => (key === 'main' ? say('fairness.mainAs') : name)
const whole = (number: number): string => decimal(number, 0)

export function chipOf({ chance, order }: FairnessGroup): { tone: Tone; text: string } {
  const kept = (order?.astray ?? 0) === 0
  if (chance && (kept || chance.verdict === 'skewed')) return { tone: ({ even: 'done', unusual: 'look', skewed: 'bad', too_few: 'past' } as const)[chance.verdict], text: say(`fairness.${chance.verdict}`) }
  return kept ? { tone: 'done', text: say('fairness.inOrder') } : { tone: 'look', text: say('fairness.astray') }
}

/**
 * "A gap of 7 is normal for 60 draws."
 * @param groups how many are judged together
 */
export const sentenceOf = (group: FairnessGroup, groups: number): string => [chanceSentence(group, groups), orderSentence(group)].filter((one) => one !== '').join(' ')

function orderSentence(group: FairnessGroup): string {
  const { order } = group
  if (!order) return ''
  const words = { name: nameOf(group), n: order.draws, gap: whole(order.gap), astray: order.astray }
  return say(order.astray > 0 ? 'fairness.sentenceAstray' : 'fairness.sentenceOrder', words)
}

function chanceSentence(group: FairnessGroup, groups: number): string {
  const { chance } = group
  const name = nameOf(group)
  if (!chance) return ''
  const [most] = chance.people
  const words = {
    name,
    n: chance.draws,
    gap: whole(chance.gap.size),
    usual: whole(Math.floor(chance.gap.usual)),
    once: whole(Math.round(1 / (chance.among ?? 1))),
    groups,
    person: most?.person.name ?? '',
    picked: most?.picked ?? 0,
    expected: whole(most?.expected ?? 0),
  }
  const sentences = { even: 'fairness.sentenceEven', unusual: 'fairness.sentenceUnusual', skewed: 'fairness.sentenceSkewed', too_few: 'fairness.sentenceFew' } as const
  const first = say(sentences[chance.verdict], words)
  if (chance.verdict === 'too_few') return first
  // One of many may well lie further apart than one alone.
  if (chance.verdict === 'even') return groups > 1 && chance.gap.size > chance.gap.usual ? `${first} ${say('fairness.evenAmong', words)}` : first
  return `${first} ${say(groups > 1 ? 'fairness.onceAmong' : 'fairness.onceAlone', words)}`
}

/** Groups that have a test, and enough draws for it. */
export const judgedOf = (groups: readonly FairnessGroup[]): number => groups.filter(({ chance }) => typeof chance?.among === 'number').length

export function verdictOf({ directions, main }: Answer<'fairness.show'>): { tone: 'done' | 'look' | 'bad' | 'past'; title: string } {
  const all = [...directions, ...(main.draws > 0 ? [main] : [])]
  const of = (verdict: NonNullable<FairnessGroup['chance']>['verdict']) => all.filter(({ chance }) => chance?.verdict === verdict).map(nameOf)
  if (of('skewed').length > 0) return { tone: 'bad', title: say('fairness.someSkewed', { names: list(of('skewed')) }) }
  if (of('unusual').length > 0) return { tone: 'look', title: say('fairness.someUnusual', { names: list(of('unusual')) }) }
  if (all.every(({ chance, order }) => chance?.verdict === 'too_few' && !order)) return { tone: 'past', title: say('fairness.allFew') }
  return { tone: 'done', title: say('fairness.allEven') }
}

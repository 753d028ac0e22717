/** Names of the installation's steps and sentences for what stopped it. */
import type { Answer } from '../../domain/contract/contract.ts'
import { findingIn } from '../../domain/finding.ts'
import { list, say, sayCount } from './language.ts'

type Step = Answer<'install.progress'>['steps'][number]

const eventNames: Record<string, 'setup.eventUninstall' | 'setup.eventUpdate' | 'setup.eventDeal'> = {
  ONAPPUNINSTALL: 'setup.eventUninstall',
  ONAPPUPDATE: 'setup.eventUpdate',
  ONCRMDEALUPDATE: 'setup.eventDeal',
}

function tabName(code: string): string {
  if (code.includes('visit')) return say(code.startsWith('CRM_DEAL') ? 'setup.tabVisitDeal' : 'setup.tabVisitLead')
  if (code.includes('REST_APP_URI')) return say('press.link')
  if (code.includes('why')) return say(code.startsWith('CRM_DEAL') ? 'setup.tabWhyDeal' : 'setup.tabWhyLead')
  return say('setup.tabOther', { name: code })
}

/** `robot:<code>`, `placement:<code>:<path>`, `event:<name>` or `unbind:…`, as the registration names its steps. */
export function stepName({ name, robot }: Step): string {
  const [kind, ...rest] = name.split(':')
  const what = rest.join(':')
  if (kind === 'robot') return say('setup.robot', { name: robot ?? what })
  if (kind === 'placement') return tabName(what)
  if (kind === 'event') {
    const known = eventNames[what.toUpperCase()]
    return known ? say(known) : say('setup.eventOther', { name: what })
  }
  return kind === 'unbind' ? say('setup.unbind') : name
}

const problems = ['not_administrator', 'proof_refused', 'other_portal', 'address_refused', 'not_installed', 'registration_refused'] as const

/** The reason of a run: codes of an installation and findings of a self-test are put in words, all else is a sentence already. */
export function reasonText(reason: string): string {
  return problems.some((problem) => problem === reason) ? problemText(reason) : reason.split('\n').map(findingText).join('\n')
}

export function findingText(line: string): string {
  const finding = findingIn(line)
  if (!finding) return line
  switch (finding.found) {
    case 'drawn':
      return finding.name === '' ? say('finding.nobody', { direction: finding.direction }) : sayCount('finding.drawn', finding.people, { direction: finding.direction, name: finding.name })
    case 'left': {
      const all = [...finding.leads.map((id) => say('common.lead', { id })), ...finding.deals.map((id) => say('common.deal', { id })), ...finding.tasks.map((id) => say('common.task', { id }))]
      return say('finding.left', { what: list(all) })
    }
    default:
      return say(`finding.${finding.found}`)
  }
}

export function problemText(code: string | null): string {
  const known = problems.find((problem) => problem === code)
  return known ? say(`setupProblem.${known}`) : say('setupProblem.unknown', { code: code ?? '—' })
}

/** What the portal does for each command of a frame; a command that is not here, or is denied, gets no answer. */
import type { PersonCard } from '../../contract/cards.ts'
import { ask } from '../state/api.ts'
import { accessChoice, crmAnswer, crmChoice, kindsAsked } from './choices.ts'
import type { Answer, Command, Place } from './command.ts'
import { layoutCommands } from './layout-commands.ts'
import { recordOf } from './message.ts'
import { openablePath } from './path.ts'

const isMain = (place: Place) => (place.opening.initData['PLACEMENT'] ?? 'DEFAULT') === 'DEFAULT'
const isRobotPage = (place: Place) => place.opening.initData['PLACEMENT'] === 'BIZPROC_ACTIVITY_PROPERTIES_DIALOG'
const person = ({ id, name, position }: PersonCard) => ({
  id: String(id),
  name,
  photo: '',
  position,
  url: `/company/personal/user/${id}/`,
  sub: false,
  sup: false,
})
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))

async function setOption(of: 'app' | 'user', params: unknown, answer: Answer, place: Place): Promise<void> {
  const { name, value } = recordOf(params)
  try {
    const options = await ask('frame.setOption', { appSid: place.opening.appSid, of, name: text(name), value: text(value) })
    place.opening.initData[of === 'app' ? 'APP_OPTIONS' : 'USER_OPTIONS'] = options
    answer(of === 'app' ? options : params)
  } catch (problem) {
    place.refused('option', problem)
  }
}
const quiet: Command = (_params, _answer, place) => place.noMessenger()

export const commands: Readonly<Record<string, Command>> = {
  ...layoutCommands,
  getInitData(_params, answer, place) {
    answer(place.opening.initData)
    place.opening.initData['FIRST_RUN'] = false
  },
  setInstall: (params, answer) => answer(params),
  async setInstallFinish(params, _answer, place) {
    const finished = recordOf(params)['value'] !== false
    try {
      await ask('frame.installFinish', { appSid: place.opening.appSid, finished })
      place.installed(finished)
    } catch (problem) {
      place.refused('install', problem)
    }
  },
  async refreshAuth(_params, answer, place) {
    try {
      const fresh = await ask('frame.refreshAuth', { appSid: place.opening.appSid })
      Object.assign(place.opening.initData, fresh)
      answer(fresh)
    } catch (problem) {
      place.refused('auth', problem)
    }
  },
  setAppOption: (params, answer, place) => setOption('app', params, answer, place),
  setUserOption: (params, answer, place) => setOption('user', params, answer, place),
  resizeWindow(params, answer, place) {
    if (place.slider) return
    const { width, height } = recordOf(params)
    answer(place.resize(width, height))
  },
  setTitle(params, answer, place) {
    if (!isMain(place)) return
    place.title(text(recordOf(params)['title']))
    answer(params)
  },
  setScroll(params, answer, place) {
    if (!isMain(place)) return
    scrollTo({ top: Number(recordOf(params)['scroll']) || 0 })
    answer(params)
  },
  reloadWindow(_params, _answer, place) {
    if (isMain(place)) location.reload()
  },
  async selectUser(params, answer, place) {
    const several = recordOf(params)['mult'] === true
    const chosen = await place.choosePeople(several)
    const [first] = chosen ?? []
    if (chosen && several) answer(chosen.map(person))
    else if (first) answer(person(first))
  },
  async selectAccess(params, answer, place) {
    const { people, departments } = place.company()
    const choice = accessChoice(recordOf(params)['value'], people, departments)
    const chosen = await place.choose(choice)
    const items = choice.groups.flatMap((group) => group.items)
    if (chosen) answer(items.filter(({ id }) => chosen.includes(id)).map(({ id, name }) => ({ id, name })))
  },
  async selectCRM(params, answer, place) {
    const { records } = await ask('frame.records', { appSid: place.opening.appSid, kinds: kindsAsked(params), search: '' })
    const chosen = await place.choose(crmChoice(params, records))
    if (chosen) answer(crmAnswer(params, chosen, records))
  },
  async openPath(params, answer, place) {
    const path = openablePath(recordOf(params)['path'], location.origin)
    if (path !== null && (await place.openPath(path))) answer({ result: 'close' })
    else answer({ result: 'error', errorCode: 'PATH_NOT_AVAILABLE' })
  },
  async openApplication(params, answer, place) {
    const options: Record<string, string> = {}
    for (const [key, value] of Object.entries(recordOf(params))) if (!key.startsWith('bx24_')) options[key] = text(value)
    const title = recordOf(params)['bx24_title']
    await place.openApplication(options, typeof title === 'string' ? title : '')
    answer()
  },
  closeApplication: (_params, _answer, place) => place.closeApplication(),
  getInterface(_params, answer, place) {
    const own = isRobotPage(place) ? ['setPropertyValue'] : ['reloadData']
    answer({ command: isMain(place) ? [] : place.layout ? [...own, ...Object.keys(layoutCommands)] : own, event: [] })
  },
  // No placement of ours has events: an unknown one is met with silence.
  placementBindEvent: () => undefined,
  async reloadData(_params, answer, place) {
    if (isMain(place) || isRobotPage(place)) return
    await place.reloadData()
    answer()
  },
  /** Goes into the draft; the real portal never answers it, and stores nothing before the person saves the robot. */
  setPropertyValue(params, _answer, place) {
    if (isRobotPage(place)) place.setProperties(recordOf(params))
  },
  imCallTo: quiet,
  imPhoneTo: quiet,
  imOpenMessenger: quiet,
  imOpenHistory: quiet,
}

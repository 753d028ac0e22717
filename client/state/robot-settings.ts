/** Settings of one robot while its page is open: what each property holds, and handing every change to the portal's dialog. */
import { reactive, readonly } from 'vue'
import type { RobotSetting } from '../../domain/contract/page.ts'
import type { Frame } from '../frame.ts'

/** What the portal's designer wrote instead of a value: it is filled in when the robot runs. */
export const isExpression = (text: string): boolean => text.includes('{=') || text.includes('{{')

export function useRobotSettings(settings: readonly RobotSetting[], frame: Frame) {
  const values = reactive<Record<string, string[]>>(Object.fromEntries(settings.map(({ id, values: now }) => [id, [...now]])))

  /** A list without values is sent as one empty text: of an empty list the portal's form would say nothing at all. */
  const sent = ({ id, multiple }: RobotSetting): string | string[] => {
    const now = values[id] ?? []
    return multiple ? (now.length > 0 ? [...now] : ['']) : (now[0] ?? '')
  }
  const send = (which: readonly RobotSetting[]): void => {
    if (which.length > 0) frame.setProperties(Object.fromEntries(which.map((setting) => [setting.id, sent(setting)])))
  }

  /** The portal may keep only what this opening of the page has told it, so it is told what it told us. */
  const repeat = (): void => send(settings.filter(({ values: now }) => now.length > 0))

  function change(id: string, now: readonly string[]): void {
    values[id] = [...now]
    send(settings)
  }
  return { values: readonly(values), change, repeat }
}
export type RobotValues = ReturnType<typeof useRobotSettings>

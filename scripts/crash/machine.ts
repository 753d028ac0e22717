/** The whole machine: supervisor, receiver and worker end in one moment, and the disk keeps what was synced and any part of the rest. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { chances } from '../portal/weather/weather.ts'
import { buildDisk, cutPower } from './disk.ts'
import { answers, end, isRunning, keptLog, start, type Environment, type Processes } from './processes.ts'

export function startMachine(url: string, env: Environment, seed: number): Processes {
  const chance = chances(seed + 1)
  const folder = env['DATA_DIR'] ?? ''
  const settings = { ...env, ...buildDisk(folder), PORT: new URL(url).port }
  let log = ''
  const boot = (): ChildProcess => start('supervise', settings, (text) => (log = (log + text).slice(-keptLog)), true)
  let machine = boot()
  return {
    victims: () => ['machine'],
    async kill() {
      const group = machine.pid ?? 0
      const gone = once(machine, 'exit')
      process.kill(-group, 'SIGKILL')
      await gone
      while (groupLives(group)) await new Promise((done) => setTimeout(done, 2))
      // At half of all cuts the disk has written nothing of its own accord, at the others anything of it.
      const share = chance() < 0.5 ? 0 : chance()
      cutPower(folder, () => chance() < share)
      machine = boot()
      return true
    },
    ready: () => answers(url),
    standing: () => isRunning(machine),
    log: () => log,
    stop: () => end(machine),
  }
}

/** What is dead and not yet buried does nothing more. */
function groupLives(group: number): boolean {
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      // pid (name) state parent group
      const [state, , itsGroup] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? []
      return Number(itsGroup) === group && state !== 'Z' && state !== 'X'
    } catch {
      return false
    }
  })
}

/** What the commands over data have in common: where the data are, and how a command ends. */
import { resolve } from 'node:path'

export const dataDir = (): string => resolve(process.env['DATA_DIR'] ?? 'data')

/** Runs a command with its arguments; what is missing or goes wrong is one sentence and exit code 1. */
export async function finish(usage: string, wanted: number, command: (given: [string, ...string[]]) => string | Promise<string>): Promise<void> {
  const given = process.argv.slice(2)
  try {
    if (given.length !== wanted) throw new Error(usage)
    console.log(await command(given as [string, ...string[]]))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}

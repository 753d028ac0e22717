/**
 * How much memory a page takes: the proportional set size of its own process, as the kernel counts it. Private pages are in it whole, those
 * that several processes share by this one's part; so it holds the script's heap, unpacked pictures (the browser of our stories has no graphics
 * processor to keep them) and the part of the browser's own code. The heap alone, which a page can ask for, leaves the pictures out.
 */
import { existsSync, readFileSync } from 'node:fs'
import type { CDPSession } from 'playwright-core'
import type { Driven } from './drive.ts'

export const megabyte = 1024 * 1024
/** Only Linux tells it this way. */
export const canMeasure = existsSync('/proc/self/smaps_rollup')

/** Of the process that works when the page is told to: the browser names its processes, but not which has which page. */
async function processOf({ page, context }: Driven): Promise<number> {
  const browser = await context.browser()?.newBrowserCDPSession()
  if (!browser) throw new Error('no browser')
  const before = await busy(browser)
  await page.evaluate('for (const end = performance.now() + 400; performance.now() < end; );')
  const worked = [...(await busy(browser))].map(([pid, time]) => ({ pid, time: time - (before.get(pid) ?? 0) }))
  const [first] = worked.sort((one, other) => other.time - one.time)
  if (!first) throw new Error('no page')
  return first.pid
}
/** Processes that hold pages, with the seconds of processor that each has had. */
async function busy(browser: CDPSession): Promise<Map<number, number>> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]))
}

function memoryOf(pid: number): number {
  const told = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
  if (told === undefined) throw new Error('the kernel does not say')
  return Number(told) * 1024
}

/** In bytes; looked at fifty times a second until it is ended. The page must not go to another site meanwhile. */
export async function watchMemory(phone: Driven): Promise<{ readonly before: number; readonly now: () => number; readonly end: () => number }> {
  const pid = await processOf(phone)
  const before = memoryOf(pid)
  let peak = before
  const now = (): number => {
    const memory = memoryOf(pid)
    peak = Math.max(peak, memory)
    return memory
  }
  const timer = setInterval(now, 20)
  return {
    before,
    now,
    end() {
      clearInterval(timer)
      return peak
    },
  }
}

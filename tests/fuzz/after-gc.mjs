/** Loaded into the app under test: at SIGUSR2 it collects its garbage and says what is left, in bytes. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc')
  process.on('SIGUSR2', () => {
    gc()
    // What was freed by ends of life that run after a collection goes with the second one.
    setImmediate(() => {
      gc()
      const { heapUsed, external } = process.memoryUsage()
      process.stdout.write(`\n${JSON.stringify({ kept: heapUsed + external })}\n`)
    })
  })
}

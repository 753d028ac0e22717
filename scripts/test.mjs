/** `npm test`: makes a bare clone ready, then runs every test and ends with one line that counts them. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium, howToInstall } from './chromium.mjs'
import { build, checkNode, install, root } from './ready.mjs'

checkNode()
install()
build()

const chromium = findChromium()
const reportPath = join(root, '.cache', 'tests.json')
mkdirSync(join(root, '.cache'), { recursive: true })
rmSync(reportPath, { force: true })

const filters = process.argv.slice(2)
const run = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`, ...filters],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) } },
)
let failed = run.status === 0 ? 0 : 1

if (!chromium) {
  const stories = readdirSync(join(root, 'tests/browser')).filter((name) => name.endsWith('.test.ts'))
  console.log(`\nNo Chromium or Chrome was found, so these browser stories were skipped:\n  ${stories.join('\n  ')}\nInstall one: ${howToInstall}`)
  if (process.env.CI === 'true') {
    console.log('With CI=true a skipped browser story is a failure.')
    failed = 1
  }
}

const report = existsSync(reportPath) ? JSON.parse(readFileSync(reportPath, 'utf8')) : null
const failures = report ? Math.max(report.numFailedTests + countBroken(report), failed) : 1
const skipped = report?.numPendingTests ?? 0
if (skipped > 0) {
  const names = report.testResults.flatMap((file) => file.assertionResults.filter((test) => /pending|skipped/.test(test.status)).map((test) => test.fullName))
  console.log(`\nSkipped:\n  ${names.join('\n  ')}`)
  if (names.some((name) => name.includes('../shared'))) console.log('Documented data lie beside the checkout in ../shared; npm run conformance -- --docs FOLDER reads another place.')
}
console.log(`\n${report?.numPassedTests ?? 0} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failures > 0 ? 1 : 0)

/** Files that failed before any of their tests could. */
function countBroken({ testResults }) {
  return testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')).length
}

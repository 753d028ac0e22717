/** `npm run variants [NAME...]`: every story under every variant of the portal (or under those named), one line for each, exit code 1 where one fails. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { build, checkNode, install, root } from './ready.mjs'

checkNode()
install()
build()

const { variants } = await tsImport('./portal/variants.ts', import.meta.url)
const asked = process.argv.slice(2)
const stranger = asked.find((name) => !Object.hasOwn(variants, name))
if (stranger !== undefined) {
  console.error(`There is no variant "${stranger}". There are:\n  ${Object.keys(variants).join('\n  ')}`)
  process.exit(1)
}
const names = asked.length > 0 ? asked : Object.keys(variants)
const reportPath = join(root, '.cache', 'variants.json')
mkdirSync(join(root, '.cache'), { recursive: true })

let failedOnes = 0
for (const name of names) {
  rmSync(reportPath, { force: true })
  const began = Date.now()
  spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'portal', '--reporter=json', `--outputFile=${reportPath}`, 'tests/stories'],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, STORY_VARIANT: name } },
  )
  const { numPassedTests, testResults } = JSON.parse(readFileSync(reportPath, 'utf8'))
  const failures = testResults.flatMap(({ name: file, status, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed').map((one) => one.fullName)
    return failed.length > 0 || status !== 'failed' ? failed.map((title) => `${relative(root, file)}: ${title}`) : [`${relative(root, file)}: did not start`]
  })
  failedOnes += failures.length
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(`${failures.length === 0 ? 'passed' : 'FAILED'} ${name}: ${numPassedTests} tests, ${seconds} s${failures.map((line) => `\n  ${line}`).join('')}`)
}
console.log(`${names.length} variants, ${failedOnes} failures`)
process.exit(failedOnes > 0 ? 1 : 0)

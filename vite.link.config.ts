/** Builds the page of a visit's personal link and its service worker, alone and without the kit: `client/link` to `dist/link`, served at `/link/`. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin, type Rollup } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const outDir = at('dist/link')
const target = 'es2022'

/** One classic script with all that it stands on: module workers are not everywhere, and a module in a page waits for the whole of it. */
async function alone(path: string, define: Readonly<Record<string, string>> = {}): Promise<string> {
  const built = await build({
    configFile: false,
    root: at('client'),
    logLevel: 'warn',
    publicDir: false,
    define,
    build: { target, write: false, rolldownOptions: { input: at(path), output: { format: 'iife' } } },
  })
  const chunk = [built].flat().flatMap((one) => ('output' in one ? one.output : [])).find(({ type }) => type === 'chunk')
  if (chunk?.type !== 'chunk') throw new Error(`${path} is no script`)
  return chunk.code
}

/** One answer holds all. A new page is a new worker: it bears the page's fingerprint, so that a browser sees the difference and puts the new page beside the old one. */
function wholePage(): Plugin {
  return {
    name: 'fairlead-whole-page',
    enforce: 'post',
    async generateBundle(_, files) {
      const page = files['index.html']
      if (page?.type !== 'asset') throw new Error('no page was built')
      page.source = inlined(String(page.source), await alone('client/link/first.ts'), files)
      const version = createHash('sha256').update(page.source).digest('hex').slice(0, 12)
      this.emitFile({ type: 'asset', fileName: 'worker.js', source: await alone('client/link/worker.ts', { __VERSION__: JSON.stringify(version) }) })
    },
  }
}

const inScript = (code: string): string => code.replaceAll('</script', '<\\/script')

/**
 * Where each question takes two seconds, a page of three files takes four: script and style are written into the page. In the order in which they are
 * needed: style, the first view's script, the page's.
 */
function inlined(page: string, first: string, files: Rollup.OutputBundle): string {
  const main: string[] = []
  return page
    .replace(/\s*<script type="module"[^>]* src="\/link\/([^"]+)"><\/script>/, (_, name: string) => {
      const chunk = files[name]
      if (chunk?.type !== 'chunk') throw new Error(`${name} is no script`)
      Reflect.deleteProperty(files, name)
      main.push(chunk.code)
      return ''
    })
    .replace(/<link rel="stylesheet"[^>]* href="\/link\/([^"]+)">/, (_, name: string) => {
      const sheet = files[name]
      if (sheet?.type !== 'asset') throw new Error(`${name} is no style`)
      Reflect.deleteProperty(files, name)
      return `<style>${String(sheet.source)}</style>`
    })
    .replace('<!--first-->', () => `<script>${inScript(first)}</script><script type="module">${inScript(main.join(''))}</script>`)
}

export default defineConfig({
  root: at('client/link'),
  base: '/link/',
  publicDir: at('client/link/public'),
  plugins: [vue(), wholePage()],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  build: {
    target,
    outDir,
    emptyOutDir: true,
    // One script and one style, written into the page: whatever is loaded later is missing without a network.
    rolldownOptions: { output: { codeSplitting: false } },
    // The server's policy forbids `data:` scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
})

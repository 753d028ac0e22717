/** Builds the page of a visit's personal link and its service worker, alone and without the kit: `client/link` to `dist/link`, served at `/link/`. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin, type Rollup } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const outDir = at('dist/link')
const target = 'es2022'

/**
 * The worker is one classic script, since module workers are not everywhere. A new page is a new worker: it bears the page's
 * fingerprint, so that a browser sees the difference and puts the new page beside the old one.
 */
function serviceWorker(): Plugin {
  let version = ''
  return {
    name: 'fairlead-service-worker',
    enforce: 'post',
    generateBundle(_, files) {
      const page = files['index.html']
      if (page?.type !== 'asset') throw new Error('no page was built')
      page.source = inlined(String(page.source), files)
      version = createHash('sha256').update(page.source).digest('hex').slice(0, 12)
    },
    async closeBundle() {
      await build({
        configFile: false,
        root: at('client'),
        logLevel: 'warn',
        publicDir: false,
        define: { __VERSION__: JSON.stringify(version) },
        build: {
          target,
          outDir,
          emptyOutDir: false,
          rolldownOptions: { input: at('client/link/worker.ts'), output: { format: 'iife', entryFileNames: 'worker.js' } },
        },
      })
    },
  }
}

/** One answer holds the page with its script and style: where each question takes two seconds, a page of three files takes four. */
function inlined(page: string, files: Rollup.OutputBundle): string {
  return page
    .replace(/<script type="module"[^>]* src="\/link\/([^"]+)"><\/script>/, (_, name: string) => {
      const chunk = files[name]
      if (chunk?.type !== 'chunk') throw new Error(`${name} is no script`)
      Reflect.deleteProperty(files, name)
      return `<script type="module">${chunk.code.replaceAll('</script', '<\\/script')}</script>`
    })
    .replace(/<link rel="stylesheet"[^>]* href="\/link\/([^"]+)">/, (_, name: string) => {
      const sheet = files[name]
      if (sheet?.type !== 'asset') throw new Error(`${name} is no style`)
      Reflect.deleteProperty(files, name)
      return `<style>${String(sheet.source)}</style>`
    })
}

export default defineConfig({
  root: at('client/link'),
  base: '/link/',
  publicDir: at('client/link/public'),
  plugins: [vue(), serviceWorker()],
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

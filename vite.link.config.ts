/** Builds the page of a visit's personal link and its service worker, alone and without the kit: `client/link` to `dist/link`, served at `/link/`. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin } from 'vite'

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
    generateBundle(_, files) {
      version = createHash('sha256').update(Object.keys(files).sort().join('\n')).digest('hex').slice(0, 12)
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
    // One script and one style: whatever is loaded later is missing without a network.
    rolldownOptions: { output: { codeSplitting: false } },
    // The server's policy forbids `data:` scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
})

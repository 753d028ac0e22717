/** Builds the pages that a portal shows in its frames: `client/` to `dist/client`, served by our server at `/client/`. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import b24ui from '@bitrix24/b24ui-nuxt/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

/** Scripts and styles are compressed once, here, as well as it can be done; `server/ingest/serve-page.ts` sends what the browser takes. */
const compressed = (): Plugin => ({
  name: 'fairlead-compressed',
  async writeBundle({ dir = '' }, files) {
    const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)]
    const texts = Object.entries(files).filter(([name]) => /\.(?:js|css)$/.test(name))
    await Promise.all(
      texts.map(async ([name, file]) => {
        const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source)
        await writeFile(join(dir, `${name}.br`), await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
        await writeFile(join(dir, `${name}.gz`), await gzipped(bytes, { level: 9 }))
      }),
    )
  },
})

const here = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  base: '/client/',
  plugins: [
    vue(),
    compressed(),
    b24ui({
      // Where the kit writes its generated theme: the root's node_modules, not a second one inside client/.
      root: here,
      // Components and composables are imported by name, so that the type checker and a reader see where they come from.
      components: false,
      autoImport: false,
      dts: false,
      router: false,
      // Ours follows the browser without storage, which is blocked in a third-party frame (client/state/theme.ts).
      colorMode: false,
      prose: false,
      mdc: false,
      // Styles of these and of what they stand on; without the list the kit's whole style sheet travels.
      experimental: { componentDetection: ['Button', 'Input', 'Select', 'SelectMenu', 'Switch', 'Slideover'] },
    }),
  ],
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: fileURLToPath(new URL('dist/client', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // The server's policy forbids `data:` scripts and fonts; small images stay files too.
    assetsInlineLimit: 0,
  },
})

/** Builds the pages that a portal shows in its frames: `client/` to `dist/client`, served by our server at `/client/`. */
import { fileURLToPath } from 'node:url'
import b24ui from '@bitrix24/b24ui-nuxt/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  base: '/client/',
  plugins: [
    vue(),
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
    // vue-i18n without its old API and its devtools; messages are read, not compiled to code.
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
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

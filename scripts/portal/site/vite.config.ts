/** Builds the local portal's browser site into dist/portal-site; `vite` alone serves it against a running portal (PORTAL_URL). */
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const portal = process.env['PORTAL_URL'] ?? 'http://localhost:4200'

export default defineConfig({
  root: here('.'),
  plugins: [vue()],
  build: { outDir: here('../../../dist/portal-site'), emptyOutDir: true, target: 'es2022' },
  server: { proxy: { '/site/api': portal } },
})

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the page of the HTML report into one file, `dist/reports/html/page.html`. */
export default defineConfig({
  root: here('./page'),
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  plugins: [viteSingleFile({ removeViteModuleLoader: true })],
  build: {
    outDir: here('../../dist/reports/html'),
    emptyOutDir: false,
    target: 'es2022',
    rollupOptions: { input: here('./page/page.html') },
  },
})

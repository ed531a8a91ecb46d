import { defineConfig } from 'vitest/config'

const rooms = '{suites,fixtures,harness,reports,bench,scripts,examples}'

export default defineConfig({
  test: {
    maxWorkers: '100%',
    globalSetup: './scripts/testFolder.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${rooms}/**/*.test.{ts,tsx}`],
          exclude: [`${rooms}/**/*.packed.test.ts`],
          // No module holds state of its own: what one file imports, the next can use.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        // Packs the package, installs it elsewhere, and runs it as a stranger would.
        test: {
          name: 'packed',
          include: [`${rooms}/**/*.packed.test.ts`],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})

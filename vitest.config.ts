import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{suites,fixtures,harness,reports,bench,scripts}/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
  },
})

import { defineConfig } from 'vitest/config'

/** The quick tests of harness/scim/filter: what each mutant is tried against. */
export default defineConfig({
  test: {
    include: ['harness/scim/filter/*.test.ts'],
    exclude: ['harness/scim/filter/{sqlite,*.properties,peer}.test.ts'],
    testTimeout: 20_000,
  },
})

/** The tests that mutants of the PATCH oracle are held against. */
export default {
  test: {
    include: ['harness/scim/patch/**/*.test.ts'],
    exclude: ['**/{properties,scimPatch}.test.ts'],
    testTimeout: 20_000,
  },
}

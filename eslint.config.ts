import importX from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

/** What each room may import (the arrows of the house). The message of a violation names room and arrow. */
const zone = (target: string, from: string[], message: string) =>
  from.map((source) => ({ target: `./${target}`, from: `./${source}`, message }))

const arrows = [
  ...zone(
    'harness/scim',
    [
      'harness/target',
      'harness/check',
      'harness/generate',
      'harness/entra',
      'harness/reference',
      'harness/run',
      'harness/cli',
      'reports',
      'suites',
    ],
    'harness/scim is the oracle: it imports nothing else of ours.',
  ),
  ...zone(
    'harness/reference',
    [
      'harness/target',
      'harness/check',
      'harness/generate',
      'harness/entra',
      'harness/run',
      'harness/cli',
      'reports',
      'suites',
    ],
    'harness/reference imports harness/scim only.',
  ),
  ...zone(
    'harness/target',
    [
      'harness/check',
      'harness/generate',
      'harness/entra',
      'harness/reference',
      'harness/run',
      'harness/cli',
      'reports',
      'suites',
    ],
    'harness/target imports harness/scim only.',
  ),
  ...zone(
    'harness/generate',
    [
      'harness/target',
      'harness/check',
      'harness/entra',
      'harness/reference',
      'harness/run',
      'harness/cli',
      'reports',
      'suites',
    ],
    'harness/generate imports harness/scim only.',
  ),
  ...zone(
    'harness/entra',
    [
      'harness/target',
      'harness/check',
      'harness/reference',
      'harness/run',
      'harness/cli',
      'reports',
      'suites',
    ],
    'harness/entra imports harness/scim and harness/generate only.',
  ),
  ...zone(
    'harness/check',
    ['harness/reference', 'harness/run', 'harness/cli', 'reports', 'suites'],
    'harness/check imports target, generate, entra and scim only.',
  ),
  ...zone(
    'suites',
    ['harness/target', 'harness/reference', 'harness/run', 'harness/cli', 'reports'],
    'suites import harness/check, generate, entra and scim only.',
  ),
  ...zone('reports', ['harness', 'suites'], 'reports read the run document and import nothing else of ours.'),
  ...zone(
    'harness/run',
    ['harness/cli', 'reports/!(model)/**', 'reports/!(model)*'],
    'harness/run imports of reports only the model.',
  ),
]

const impure = [
  { object: 'Math', property: 'random', message: 'Every draw derives from (seed, check id).' },
  { object: 'Date', property: 'now', message: 'Take the time from the clock that is passed in.' },
  {
    object: 'crypto',
    property: 'randomUUID',
    message: 'Every name derives from (run id, check id, ordinal).',
  },
]

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'scimproof-report*/**', '.stryker-tmp/**', 'coverage/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-properties': ['error', ...impure],
      'import-x/no-restricted-paths': ['error', { zones: arrows }],
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'bench/**', 'scripts/**'],
    rules: { 'import-x/no-restricted-paths': 'off', 'no-restricted-properties': 'off' },
  },
)

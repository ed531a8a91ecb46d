/** Long work that must hold, in full and as a sample that fits beside everything else. */
export interface Gate {
  readonly name: string
  /** Words of the command in full; run from the root of the repository. */
  readonly whole: readonly string[]
  /** Words of the command that samples it; absent when the whole is short enough. */
  readonly sample?: readonly string[]
  /** Set in full only. */
  readonly environment?: Readonly<Record<string, string>>
  /** Lines of the output that carry its figures. */
  readonly figures: RegExp
  /** A folder without which it can not be played: start scripts of servers that are not part of this repository. */
  readonly wants?: string
}

const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit']
const TSX = ['--import', 'tsx']

/** Every long gate, the cheapest first. */
export const gates: readonly Gate[] = [
  {
    name: 'coverage',
    whole: [...TSX, 'harness/cli/main.ts', 'coverage', '--check'],
    figures: /demanded requirements/,
  },
  {
    name: 'faults',
    whole: [...TSX, 'scripts/faults.ts'],
    sample: [...TSX, 'scripts/faults.ts', '--sample', '2/6'],
    figures: /faults caught$/,
  },
  {
    name: 'variants',
    whole: [...VITEST, 'suites/fairness'],
    environment: { SCIMPROOF_FULL: '1' },
    figures: /^\s*Tests /,
  },
  {
    name: 'subtle-faults',
    whole: [...TSX, 'scripts/fuzzing.ts', '--long', '--write'],
    sample: [...TSX, 'scripts/fuzzing.ts', '--sample', '5/140'],
    figures: / caught; |, median: /,
  },
  {
    name: 'no-false-alarm',
    whole: [...TSX, 'scripts/fuzzing.ts', '--clean', '--write'],
    sample: [...TSX, 'scripts/fuzzing.ts', '--clean', '--sample', '3/250'],
    figures: / findings on conforming servers /,
  },
  {
    name: 'server-mutants',
    whole: [...TSX, 'scripts/serverMutants.ts', '--write'],
    sample: [...TSX, 'scripts/serverMutants.ts', '--sample', '1/20'],
    figures: /mutants caught|of those that live/,
  },
  {
    name: 'real-servers',
    whole: [...TSX, 'scripts/real-servers.ts', 'scimmy', 'scim2-server', 'elimity', 'unboundid'],
    sample: [...TSX, 'scripts/real-servers.ts', 'scimmy', 'scim2-server', 'elimity'],
    figures: /^\S+: rfc: /,
    wants: process.env['SCIM_TARGETS'] ?? '../shared/targets',
  },
]

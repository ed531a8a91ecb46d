// Builds the package into dist/: the TypeScript sources, the fixtures, and the page of the HTML report.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' })
}

run(require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json')
cpSync('fixtures', 'dist/fixtures', { recursive: true, filter: (path) => !path.endsWith('.ts') })
if (existsSync('reports/html/vite.config.ts')) {
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js')
  run(vite, 'build', '--config', 'reports/html/vite.config.ts', '--logLevel', 'warn')
}
if (existsSync('reports/run.schema.json')) cpSync('reports/run.schema.json', 'dist/reports/run.schema.json')
chmodSync('dist/harness/cli/main.js', 0o755)

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunDocument } from '../run/index.ts'

type Render = (run: RunDocument) => string | Promise<string>

/** File and renderer of each reporter; a renderer is loaded when it is asked for. */
const REPORTERS: Readonly<Record<string, { readonly file: string; readonly render: Render }>> = {
  html: {
    file: 'index.html',
    render: async (run) => (await import('../../reports/html/index.ts')).renderHtml(run),
  },
  junit: {
    file: 'junit.xml',
    render: async (run) => (await import('../../reports/junit/index.ts')).renderJunit(run),
  },
  markdown: {
    file: 'report.md',
    render: async (run) => (await import('../../reports/markdown/index.ts')).renderMarkdown(run),
  },
}

/** Names of the reporters. */
export const reporterNames: readonly string[] = Object.keys(REPORTERS)

/** Writes the reports of a run into a folder and gives their files, in the order of the names. */
export async function writeReports(
  run: RunDocument,
  names: readonly string[],
  out: string,
): Promise<string[]> {
  return Promise.all(
    names.map(async (name) => {
      const reporter = REPORTERS[name]
      if (reporter === undefined) throw new Error(`There is no reporter ${name}.`)
      const file = join(out, reporter.file)
      await writeFile(file, await reporter.render(run))
      return file
    }),
  )
}

import { existsSync, readFileSync } from 'node:fs'
import type { RunDocument } from '../model/index.ts'

/** Where the data of a run stands in the built page, and nothing else does. */
export const dataSlot = /(?<=<script type="application\/json" id="run-document">)\s*null\s*(?=<\/script>)/

/** What the page is given. */
export interface PageData {
  readonly run: RunDocument
  /** Exchanges of passing checks that were left out by size. */
  readonly leftOut: number
}

/** Above this many characters the exchanges of passing checks are left out. */
const roomy = 12_000_000

/** Whichever of these is there: beside the built renderer, or built from the sources. */
const places = ['./page.html', '../../dist/reports/html/page.html']

function builtTemplate(): string {
  const place = places.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url))
  if (place === undefined)
    throw new Error('The page of the HTML report has not been built. Build it: npm run build')
  return readFileSync(place, 'utf8')
}

/** The run as the page gets it: above a size without the exchanges that only passing checks refer to. */
export function pageData(run: RunDocument, room = roomy): PageData {
  if (JSON.stringify(run).length <= room) return { run, leftOut: 0 }
  const needed = new Set(run.checks.flatMap((check) => (check.verdict === 'pass' ? [] : check.exchanges)))
  const exchanges = Object.fromEntries(Object.entries(run.exchanges).filter(([id]) => needed.has(id)))
  return {
    run: { ...run, exchanges },
    leftOut: Object.keys(run.exchanges).length - Object.keys(exchanges).length,
  }
}

/** JSON that neither ends nor changes the script element around it, whatever values it holds. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * A run as one self-contained HTML page.
 * @param template the built page; by default the one that was built into the package.
 * @throws Error if the page has not been built, or has not exactly one slot for the data.
 */
export function renderHtml(run: RunDocument, template: string = builtTemplate()): string {
  const [before, after, ...more] = template.split(dataSlot)
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error('The page of the HTML report must have exactly one slot for the data.')
  return `${before}${inlineJson(pageData(run))}${after}`
}

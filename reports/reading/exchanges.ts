import type { BodyRecord, CheckResult, ExchangeRecord, RunDocument } from '../model/index.ts'

/** What part an exchange has in a check; `sent` where none is named as deciding. */
export type Role = 'set-up' | 'deciding' | 'read-back' | 'sent'

/** An exchange of a check, in its place. */
export interface ExchangeReading {
  readonly id: string
  readonly role: Role
  /** Absent when it was left out of the document by size. */
  readonly exchange?: ExchangeRecord
}

/** The exchanges of a check in order: before the first deciding one is set-up, after the last one read-back. */
export function exchangesOf(check: CheckResult, run: Pick<RunDocument, 'exchanges'>): ExchangeReading[] {
  const deciding = new Set(check.decisive)
  const first = check.exchanges.findIndex((id) => deciding.has(id))
  return check.exchanges.map((id, at) => {
    const exchange = run.exchanges[id]
    const role = first === -1 ? 'sent' : deciding.has(id) ? 'deciding' : at < first ? 'set-up' : 'read-back'
    return exchange === undefined ? { id, role } : { id, role, exchange }
  })
}

/** A body as text; of a large one its ends, with what is missing between them. */
export function bodyText(body: BodyRecord): string {
  if (typeof body === 'string') return body
  return `${body.head}\n… ${body.length} bytes in all, sha256 ${body.sha256} …\n${body.tail}`
}

import Type, { type Static } from 'typebox'
import type { Readonlies } from './readonly.ts'

/** A body as text; above 64 KB only its ends, its length in bytes and its digest. */
export const BodySchema = Type.Union([
  Type.String(),
  Type.Object({
    head: Type.String(),
    tail: Type.String(),
    length: Type.Integer({ minimum: 0, description: 'Bytes of the whole body' }),
    sha256: Type.String({ description: 'Of the whole body, in lower-case hexadecimal' }),
  }),
])

const headers = Type.Record(Type.String(), Type.String(), {
  description: 'Names in lower case; secrets stand as [redacted]',
})

/** One request and what became of it, redacted and masked. */
export const ExchangeSchema = Type.Object({
  request: Type.Object({
    method: Type.String(),
    url: Type.String({ description: 'Absolute' }),
    headers,
    body: Type.Optional(BodySchema),
  }),
  response: Type.Union([
    Type.Object({ status: Type.Integer(), headers, body: Type.Optional(BodySchema) }),
    Type.Null({ description: 'No complete answer came; see failure' }),
  ]),
  failure: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() })),
  startedAt: Type.Number({ description: 'Milliseconds since the run began' }),
  durationMs: Type.Number(),
  scope: Type.Enum(['check', 'population', 'probe', 'discovery', 'clean'], { description: 'Whom it served' }),
  check: Type.Optional(Type.String({ description: 'Id of the check that sent it' })),
})

export type BodyRecord = Readonlies<Static<typeof BodySchema>>
export type ExchangeRecord = Readonlies<Static<typeof ExchangeSchema>>

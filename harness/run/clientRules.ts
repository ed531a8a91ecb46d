/** What holds a rule for clients, which is to say for us: tests, named by file and title; or why nothing can. */
export type HeldBy =
  { readonly file: string; readonly test: string } | { readonly check: string } | { readonly why: string }

const listing = 'harness/check/listing.test.ts'
const client = 'harness/target/client.test.ts'
const discovery = 'harness/target/discovery.test.ts'
const sent = 'suites/sent.test.ts'

/** The rules for clients that no check reads, by requirement id. */
export const clientRules: Readonly<Record<string, HeldBy>> = {
  'RFC7643-3.3-07': { check: 'rfc7643.resource-types.name-is-the-type-of-resources' },
  'RFC7644-1.3-02': {
    file: client,
    test: 'goes to the base with media type and token, and is recorded without the token',
  },
  'RFC7644-3.1-03': { file: discovery, test: 'is believed what it says' },
  'RFC7644-3.2-03': { file: discovery, test: 'is believed what it says' },
  'RFC7644-3.4.2.2-02': {
    file: discovery,
    test: 'a filter that is promised but does not work, or works but is denied',
  },
  'RFC7644-3.4.2.2-03': {
    file: sent,
    test: 'every filter is one that the grammar allows, but where a refusal is looked for',
  },
  'RFC7644-3.4.2.2-09': {
    file: sent,
    test: 'every filter is one that the grammar allows, but where a refusal is looked for',
  },
  'RFC7644-3.4.2.2-10': {
    file: sent,
    test: 'every filter is one that the grammar allows, but where a refusal is looked for',
  },
  'RFC7644-3.4.2.2-45': {
    why: 'It is left to clients whether they filter by schemas; we do not, since a server may refuse it.',
  },
  'RFC7644-3.4.2.4-01': { file: listing, test: 'ends when every page is the first' },
  'RFC7644-3.4.2.5-02': {
    file: sent,
    test: 'both projection parameters are sent together only to see what comes of it',
  },
  'RFC7644-3.4.3-01': { check: 'rfc7644.search.answers-like-a-query' },
  'RFC7644-3.4.3-03': { check: 'rfc7644.search.answers-like-a-query' },
  'RFC7644-3.5.1-01': { check: 'rfc7644.put.takes-back-what-it-gave' },
  'RFC7644-3.7-20': { check: 'rfc7644.bulk-errors.stops-at-the-first' },
  'RFC7644-3.7-22': { check: 'rfc7644.bulk.creates-a-user' },
  'RFC7644-3.7.4-02': { check: 'rfc7644.bulk-limits.max-operations' },
  'RFC7644-3.8-04': {
    file: sent,
    test: 'every body says that it is JSON in UTF-8, but where a refusal is looked for',
  },
  'RFC7644-3.8-05': { check: 'rfc7644.media.accept-json' },
  'RFC7644-3.10-02': { check: 'rfc7644.projection.names-bear-their-schema' },
  'RFC7644-3.11-01': { check: 'rfc7644.me.is-answered' },
  'RFC7644-3.11-05': { check: 'rfc7644.me.redirect-leads-on' },
  'RFC7644-3.12-27': { file: sent, test: 'no URL names a person: every name in it is made up for the run' },
  'RFC7644-3.14-05': { check: 'rfc7644.versioning.if-none-match' },
  'RFC7644-3.14-07': { check: 'rfc7644.if-match.put-if-match' },
  'RFC7644-7.5.2-01': {
    file: 'harness/check/selection.test.ts',
    test: 'because of personal data in the URL leads to a search by POST',
  },
  'RFC9865-2-15': { file: sent, test: 'the next page is asked for by the same query' },
  'RFC9865-2-16': {
    file: sent,
    test: 'every cursor was given by the server, but where a refusal is looked for',
  },
}

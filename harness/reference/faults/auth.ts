import { ScimError } from '../../scim/error.ts'
import { faultsIn, issue, withoutHeader } from './touch.ts'

export const authFaults = faultsIn('auth', [
  {
    id: 'auth.open',
    title: 'Requests without credentials succeed',
    consequence: 'Anybody reads, changes and deletes every user.',
    source: issue('DEF-168', 'JanssenProject/jans#8'),
    violates: ['RFC7644-2-07', 'RFC7644-3.12-09', 'RFC7642-4-01'],
    replace: () => ({ authenticate: () => undefined }),
  },
  {
    id: 'auth.reads-open',
    title: 'Reads without credentials succeed',
    consequence: 'Anybody reads who works here.',
    source: 'own',
    violates: ['RFC7644-2-07', 'RFC7644-3.12-09'],
    replace: (seams) => ({
      authenticate: (call) => {
        if (call.request.method !== 'GET') seams.authenticate(call)
      },
    }),
  },
  {
    id: 'auth.empty-bearer',
    title: 'An empty bearer token is accepted',
    consequence: 'Anybody reads, changes and deletes every user.',
    source: issue('DEF-169', 'ToolJet/ToolJet#16217'),
    violates: ['RFC7644-2-03', 'RFC7644-3.12-09'],
    replace: (seams) => ({
      authenticate: (call) => {
        const header = call.request.headers.get('authorization')
        if (header?.trim().toLowerCase() !== 'bearer') seams.authenticate(call)
      },
    }),
  },
  {
    id: 'auth.prefix-suffices',
    title: 'Of the token only the first half is compared',
    consequence: 'Who knows the public half of a token has all its rights.',
    source: issue('DEF-170', 'better-auth/better-auth#6639'),
    violates: ['RFC7644-2-03'],
    replace: (seams) => ({
      authenticate: (call) => {
        const { token } = call.tenant
        const half = token.slice(0, Math.ceil(token.length / 2))
        const header = call.request.headers.get('authorization') ?? ''
        if (!header.startsWith(`Bearer ${half}`)) seams.authenticate(call)
      },
    }),
  },
  {
    id: 'auth.any-scheme',
    title: 'The token is accepted under any authentication scheme',
    consequence: 'Credentials of another kind open the door.',
    source: 'own',
    violates: ['RFC7644-2-03'],
    replace: (seams) => ({
      authenticate: (call) => {
        const token = (call.request.headers.get('authorization') ?? '').split(' ').at(-1)
        if (token !== call.tenant.token) seams.authenticate(call)
      },
    }),
  },
  {
    id: 'auth.no-challenge',
    title: 'A 401 has no WWW-Authenticate header',
    consequence: 'Clients can not tell how to sign in.',
    source: 'own',
    violates: ['RFC7644-2-06'],
    replace: (seams) => ({
      renderError: (error, call) => withoutHeader(seams.renderError(error, call), 'WWW-Authenticate'),
    }),
  },
  {
    id: 'auth.login-page',
    title: 'A request with a wrong token is redirected to a login page',
    consequence: 'Clients stop with a parse error instead of asking for a new token.',
    source: issue('DEF-137', 'grokability/snipe-it#14138'),
    violates: ['RFC7644-3.12-09', 'RFC7644-3.12-01', 'RFC7644-2-06'],
    replace: (seams) => ({
      renderAnswer: (answer, mediaType, call) =>
        answer.status === 401
          ? new Response('<!doctype html><title>Sign in</title>', {
              status: 200,
              headers: { 'Content-Type': 'text/html' },
            })
          : seams.renderAnswer(answer, mediaType, call),
    }),
  },
  {
    id: 'auth.status-500',
    title: 'A request without credentials is answered with 500',
    consequence: 'A token that has run out looks like a broken server.',
    source: 'own',
    violates: ['RFC7644-3.12-09'],
    replace: (seams) => ({
      authenticate: (call) => {
        if (!call.request.headers.has('authorization')) throw new ScimError(500, undefined, 'No header.')
        seams.authenticate(call)
      },
    }),
  },
  {
    id: 'auth.tenant-ignored',
    title: 'The token of any tenant opens every tenant',
    consequence: 'One customer reads, changes and deletes the users of another.',
    source: issue('DEF-101', 'vouch-sh/vouch#317'),
    violates: ['RFC7644-6.1-03', 'RFC7644-2-07'],
    replace: (seams) => ({
      authenticate: (call) => {
        const header = call.request.headers.get('authorization')
        if (!call.server.tenants.some(({ token }) => header === `Bearer ${token}`)) seams.authenticate(call)
      },
    }),
  },
  {
    id: 'auth.foreign-ids-readable',
    title: 'A resource of another tenant can be read, changed and deleted by its id',
    consequence: 'One customer reads, changes and deletes the users of another.',
    source: issue('DEF-101', 'Senthil455/Atlas-Workforce-System#175'),
    violates: ['RFC7644-6.1-03', 'RFC7644-2-07'],
    replace: (seams) => ({
      findResource: (type, id, call) => {
        const home = call.server.tenants.find(({ resources }) => resources.has(id))
        return seams.findResource(type, id, home === undefined ? call : { ...call, tenant: home })
      },
    }),
  },
  {
    id: 'auth.lists-span-tenants',
    title: 'GET /Users lists the users of all tenants',
    consequence: 'One customer reads who works for another.',
    source: issue('DEF-102', 'Senthil455/Atlas-Workforce-System#175'),
    violates: ['RFC7644-6.1-03'],
    replace: (seams) => ({
      candidates: (types, call) =>
        call.server.tenants.flatMap((tenant) => seams.candidates(types, { ...call, tenant })),
    }),
  },
  {
    id: 'auth.external-ids-span-tenants',
    title: 'A filter on externalId finds the users of all tenants',
    consequence: 'A client changes a user of another company.',
    source: 'own',
    violates: ['RFC7643-3.1-13'],
    replace: (seams) => ({
      candidates: (types, call) =>
        (call.url.searchParams.get('filter') ?? '').startsWith('externalId')
          ? call.server.tenants.flatMap((tenant) => seams.candidates(types, { ...call, tenant }))
          : seams.candidates(types, call),
    }),
  },
  {
    id: 'auth.in-the-clear',
    title: 'The server is reached over plain HTTP',
    consequence: 'Whoever listens on the way reads tokens and people.',
    source: 'own',
    violates: ['RFC7644-7.2-01', 'RFC7642-4-02', 'RFC7644-7.4-02'],
    origin: 'http://scim.internal',
    replace: () => ({}),
  },
  {
    id: 'auth.cookie-for-any-connection',
    title: 'Answers set a cookie without Secure',
    consequence: 'The cookie of a client travels in the clear.',
    source: 'own',
    violates: ['RFC7644-7.4-02'],
    origin: 'https://scim.internal',
    replace: (seams) => ({
      renderAnswer: (answer, mediaType, call) =>
        seams.renderAnswer(
          { ...answer, headers: { ...answer.headers, 'Set-Cookie': 'session=1; HttpOnly' } },
          mediaType,
          call,
        ),
    }),
  },
])

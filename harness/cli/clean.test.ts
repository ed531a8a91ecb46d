import { afterEach, describe, expect, test } from 'vitest'
import { listen, type Listening } from '../reference/listen.ts'
import { createReferenceServer } from '../reference/server.ts'
import { freshFolder, scimproof } from './spawned.ts'

const open: Listening[] = []
afterEach(async () => {
  for (const listening of open.splice(0)) await listening.close()
})

/** A server with people of its own, which calls back at each creation before it answers, and may hold deletions back. */
async function watched(onCreate: (count: number) => void, holds?: () => Promise<void> | undefined) {
  const server = createReferenceServer({ users: 3, token: 'token-of-the-test' })
  const tenant = server.tenants[0]
  if (tenant === undefined) throw new Error('no tenant')
  let creates = 0
  const listening = await listen({
    ...server,
    fetch: async (request) => {
      if (request.method === 'DELETE') await holds?.()
      const answer = await server.fetch(request)
      if (request.method === 'POST' && request.url.endsWith('/Users')) onCreate((creates += 1))
      return answer
    },
  })
  open.push(listening)
  return { base: listening.baseUrl, users: () => [...tenant.resources.values()].length }
}

const credentials = { SCIM_TOKEN: 'token-of-the-test' }

describe('what a killed run left', () => {
  test('is removed from its journal, and nothing else is', async () => {
    let kill = () => undefined as void
    const { base, users } = await watched((count) => {
      if (count === 6) kill()
    })
    const before = users()
    const cwd = freshFolder()
    const killed = await scimproof(['run', base], {
      cwd,
      env: credentials,
      onStart: (signal) => (kill = () => signal('SIGKILL')),
    })
    expect(killed.code).toBeNull()
    expect(users()).toBeGreaterThan(before)

    const dry = await scimproof(['clean', base, '--dry-run'], { cwd, env: credentials })
    expect(dry.stdout).toMatch(/would remove/)
    const cleaned = await scimproof(['clean', base], { cwd, env: credentials })
    expect(cleaned.stdout).toMatch(/removed \d+, left 0/)
    expect(cleaned.code).toBe(0)
    expect(users()).toBe(before)
  })

  test('is found by mark and domain together where there is no journal', async () => {
    let kill = () => undefined as void
    const { base, users } = await watched((count) => {
      if (count === 6) kill()
    })
    const before = users()
    await scimproof(['run', base], {
      env: credentials,
      onStart: (signal) => (kill = () => signal('SIGKILL')),
    })
    const elsewhere = await scimproof(
      ['clean', base, '--older-than', '0m', '--email-domain', 'other.example'],
      { env: credentials },
    )
    expect(elsewhere.stdout).toMatch(/removed 0, left 0/)
    const young = await scimproof(['clean', base, '--older-than', '1h'], { env: credentials })
    expect(young.stdout).toMatch(/removed 0, left 0/)
    const cleaned = await scimproof(['clean', base, '--older-than', '0m'], { env: credentials })
    expect(cleaned.stdout).toMatch(/removed [1-9]\d*, left 0/)
    expect(users()).toBe(before)
  })

  test('a second interrupt ends at once and prints the command that cleans', async () => {
    let signal = (_name: NodeJS.Signals): void => undefined
    let cleaning = false
    let again = false
    const { base } = await watched(
      (count) => {
        if (count === 4) signal('SIGINT')
      },
      // Holds the clean-up open, so that the second signal finds it at work.
      () => (cleaning ? new Promise(() => undefined) : undefined),
    )
    const { code, stderr } = await scimproof(['run', base, '--concurrency', '8'], {
      env: credentials,
      onStart: (send) => (signal = send),
      onOutput: ({ stderr: printed }) => {
        cleaning = printed.includes('Interrupted')
        if (!cleaning || again) return
        again = true
        signal('SIGINT')
      },
    })
    expect(stderr).toMatch(/Interrupted.*Ended\./s)
    expect(stderr).toContain(`scimproof clean ${base}`)
    expect(code).toBe(130)
  })
})

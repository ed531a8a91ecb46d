import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { unpack } from './unpack.ts'

const plain = Buffer.from('{"userName":"ada"}')
const unpacked = async (body: Uint8Array, coding: string | undefined, limit = 1000) =>
  Buffer.from(await unpack(body, coding, 'https://h/scim', limit)).toString()

describe('a content coding', () => {
  test.each<[string | undefined, Uint8Array]>([
    [undefined, plain],
    ['identity', plain],
    ['gzip', gzipSync(plain)],
    ['X-GZIP', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['deflate, gzip', gzipSync(deflateSync(plain))],
  ])('%s is undone', async (coding, body) => {
    expect(await unpacked(body, coding)).toBe(plain.toString())
  })

  test('of an empty body is none', async () => {
    expect(await unpacked(new Uint8Array(), 'gzip')).toBe('')
  })

  test.each([
    ['zstd', plain, 'E_BAD_HTTP', 'unknown content coding zstd'],
    ['constructor', plain, 'E_BAD_HTTP', 'unknown content coding constructor'],
    ['gzip', gzipSync(plain).subarray(0, 12), 'E_BAD_HTTP', 'is not packed so'],
    ['deflate', deflateSync(Buffer.alloc(100_000)), 'E_BODY_TOO_LARGE', 'more than 1000 bytes'],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(100_000))), 'E_BODY_TOO_LARGE', 'more than 1000 bytes'],
  ])('%s that can not be undone is told', async (coding, body, code, told) => {
    await expect(unpacked(body, coding)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(told) as string,
    })
  })
})

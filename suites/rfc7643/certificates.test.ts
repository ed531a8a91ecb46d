import { describe, expect, test } from 'vitest'
import { CERTIFICATE, isOneCertificate, OTHER_CERTIFICATE } from './certificates.ts'

const joined = (...texts: readonly string[]) =>
  Buffer.concat(texts.map((text) => Buffer.from(text, 'base64'))).toString('base64')

describe('isOneCertificate', () => {
  test.each([CERTIFICATE, OTHER_CERTIFICATE])('a certificate is one', (text) => {
    expect(isOneCertificate(text)).toBe(true)
  })

  test.each([
    ['two in a row', joined(CERTIFICATE, OTHER_CERTIFICATE)],
    ['half of one', CERTIFICATE.slice(0, 200)],
    ['PEM', `-----BEGIN CERTIFICATE-----\n${CERTIFICATE}\n-----END CERTIFICATE-----`],
    ['something else in base64', 'c2NpbXByb29m'],
    ['nothing', ''],
    ['a sequence without an end', Buffer.from([0x30, 0x80]).toString('base64')],
  ])('%s is not', (_, text) => {
    expect(isOneCertificate(text)).toBe(false)
  })
})

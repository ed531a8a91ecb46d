/** A self-signed certificate of nobody, DER in base64, valid until 2036. */
export const CERTIFICATE =
  'MIIBfTCCASOgAwIBAgIUc801uGFl0PD+U5JLST7grSq8OucwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJc2NpbXByb29mMB4XDTI2MTEyNTE0MTc1OFoXDTM2MTEyMjE0MTc1OFowFDESMBAGA1UEAwwJc2NpbXByb29mMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnowq0K8HgOnK0iC3ePSUqdukerRFOB7mPVKwO7NnyOzxfMkMvBkywjq7GS6zt4UEjBNJw5MAjSGeIq+tpWRuEaNTMFEwHQYDVR0OBBYEFBox+gN47wrJxbeZMrPdrphyA5c4MB8GA1UdIwQYMBaAFBox+gN47wrJxbeZMrPdrphyA5c4MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAK/ROEe5aRGHCU8vKqDL0AcqrLpdhyn8/7K2G9NDCFk7AiADPpiPNCfx2taeZ9TxcYlCJxV7JcDMmzlB+qZXfnHbPg=='

/** Another one. */
export const OTHER_CERTIFICATE =
  'MIIBfzCCASWgAwIBAgIUPDBYWv9dxma2cq1I00VX/EcR/4EwCgYIKoZIzj0EAwIwFTETMBEGA1UEAwwKc2NpbXByb29mMjAeFw0yNjExMjUxNTQzNDVaFw0zNjExMjIxNTQzNDVaMBUxEzARBgNVBAMMCnNjaW1wcm9vZjIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQO5NSmh+MxcTHdmnPV9VbDToIYMtmYEXf/SpUuTezyXwE5FakPLk1kZiiUa1JQVX4mB5wLsWGDo9EQgHbecnHRo1MwUTAdBgNVHQ4EFgQUSoShYf1toePqPfOWakoW8/dcpfswHwYDVR0jBBgwFoAUSoShYf1toePqPfOWakoW8/dcpfswDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAlItdKuKCSf4PdJm7w6y97duF/HJiWFuNeoaoGQxVkWsCIHY17PfhzTmV7GCtPRtYtyILK34sg3q4jlDwbbvVKUJr'

const SEQUENCE = 0x30

/** Whether a text is base64 (RFC 4648 §4) of one DER sequence and nothing behind it, as a certificate is (RFC 5280 §4.1). */
export function isOneCertificate(text: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false
  const bytes = Buffer.from(text, 'base64')
  const [tag, first = 0] = bytes
  if (tag !== SEQUENCE) return false
  if (first < 0x80) return bytes.length === 2 + first
  const octets = first & 0x7f
  if (octets === 0 || octets > 4 || bytes.length < 2 + octets) return false
  return bytes.length === 2 + octets + bytes.readUIntBE(2, octets)
}

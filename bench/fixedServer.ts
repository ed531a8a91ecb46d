// A server of its own process that gives recorded answers after a fixed time.
// Usage: fixedServer.ts RECORDS.json LATENCY_MS; prints its port.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Recorded } from './recording.ts'

const [file = '', latency = '5'] = process.argv.slice(2)
const answers = new Map<string, Recorded[]>()
for (const record of JSON.parse(readFileSync(file, 'utf8')) as Recorded[]) {
  const key = `${record.method} ${record.path} ${record.body}`
  answers.set(key, [...(answers.get(key) ?? []), record])
}

let base = ''
const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    const text = Buffer.concat(pieces).toString('utf8').replaceAll(base, '{{base}}')
    const queue =
      answers.get(`${request.method ?? ''} ${request.url ?? ''} ${text}`) ??
      answers.get(`${request.method ?? ''} ${request.url ?? ''} ${text.replaceAll('{{base}}', base)}`)
    const record = queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0]
    setTimeout(() => {
      if (record === undefined)
        return void response
          .writeHead(404, { 'content-type': 'application/scim+json', 'x-not-recorded': '1' })
          .end('{}')
      const headers = Object.entries(record.answerHeaders).filter(
        ([name]) => !/^(content-length|transfer-encoding|connection|date)$/.test(name),
      )
      const body = record.answer.replaceAll('{{base}}', base)
      response.writeHead(
        record.status,
        Object.fromEntries(headers.map(([name, value]) => [name, value.replaceAll('{{base}}', base)])),
      )
      response.end(body)
    }, Number(latency))
  })
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  base = `http://127.0.0.1:${port}`
  console.log(port)
})

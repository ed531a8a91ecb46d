import { render } from 'preact'
import type { PageData } from '../render.ts'
import { App } from './app.tsx'
import './style.css'

const text = document.getElementById('run-document')?.textContent ?? 'null'
const data = JSON.parse(text) as PageData | null
const root = document.getElementById('app')
if (data !== null && root !== null) {
  document.title = `scimproof: ${data.run.target.baseUrl}`
  render(<App data={data} />, root)
}

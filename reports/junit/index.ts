export { renderJunit } from './render.ts'

export { renderIssue } from './issue.ts'
export { renderMarkdown } from './render.ts'

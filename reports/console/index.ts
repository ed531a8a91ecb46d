export { paint, wantsColor, type Paint } from './paint.ts'
export {
  progress,
  type Progress,
  type ProgressOptions,
  type ProgressState,
  type ProgressStream,
} from './progress.ts'
export { renderSummary, type SummaryOptions } from './summary.ts'

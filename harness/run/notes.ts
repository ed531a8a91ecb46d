import { noteOfConstraints } from './constraints.ts'
import type { RunOptions } from './options.ts'
import type { Served } from './served.ts'

/** What the head of a report tells of how the run was started. */
export function notesOf(options: RunOptions, served: Served): string[] {
  return [
    ...(served.note === undefined ? [] : [served.note]),
    ...(options.insecure === true ? ['Certificates were not verified (--insecure).'] : []),
    ...(options.userTemplate === undefined
      ? []
      : [`Each user carries the template of --user-template: ${JSON.stringify(options.userTemplate)}`]),
    ...(options.groupTemplate === undefined
      ? []
      : [`Each group carries the template of --group-template: ${JSON.stringify(options.groupTemplate)}`]),
    ...noteOfConstraints(options.constraints),
  ]
}

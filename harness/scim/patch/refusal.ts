import { ScimError } from '../error.ts'
import type { ScimType } from '../types.ts'

/** How one kind of refusal is reported, and how else it may be. */
interface Refusable {
  /** What `applyPatch` says. */
  readonly scimType: ScimType
  /** What a server may say as well. */
  readonly alsoAccepted: readonly ScimType[]
  /** Whether the standard ties the keyword to the refusal, so that it may not be left out (ruling X-04). */
  readonly coupled: boolean
  /** Whether another 4xx than 400 is tolerated. */
  readonly otherStatus: boolean
  /** Whether any keyword, or none, is as good. */
  readonly anyKeyword: boolean
  readonly ruling: string
}

const refusable = (
  ruling: string,
  scimType: ScimType,
  alsoAccepted: readonly ScimType[] = [],
  extra: { readonly coupled?: boolean; readonly otherStatus?: boolean; readonly anyKeyword?: boolean } = {},
): Refusable => ({
  ruling,
  scimType,
  alsoAccepted,
  coupled: extra.coupled ?? false,
  otherStatus: extra.otherStatus ?? false,
  anyKeyword: extra.anyKeyword ?? false,
})

/** Why a PATCH can be refused. */
export const REFUSALS = {
  /** `remove` without a path (RFC 7644 §3.5.2.2). */
  'remove-without-path': refusable('M-14', 'noTarget', [], { coupled: true }),
  /** A filter that selects nothing, in `remove`. */
  'unmatched-remove': refusable('M-01', 'noTarget', [], { otherStatus: true }),
  /** A filter that selects nothing, in `replace` (RFC 7644 §3.5.2.3). */
  'unmatched-replace': refusable('M-02', 'noTarget', [], { coupled: true }),
  /** A filter that selects nothing, in `add`. */
  'unmatched-add': refusable('M-03', 'noTarget', ['invalidPath']),
  /** `remove` of what has no value. */
  unassigned: refusable('M-04', 'noTarget'),
  /** A path that breaks the grammar (RFC 7644 §3.5.2, Figure 7). */
  path: refusable('M-12', 'invalidPath', ['invalidFilter']),
  /** A bracket filter that breaks the grammar, or that the attribute does not allow. */
  filter: refusable('M-12', 'invalidFilter', ['invalidPath']),
  /** A path to an attribute that no schema defines. */
  'unknown-path': refusable('M-11', 'invalidPath', ['noTarget', 'invalidValue', 'invalidSyntax']),
  /** A member of a value that no schema defines. */
  'unknown-member': refusable('M-11', 'invalidValue', ['invalidPath', 'noTarget', 'invalidSyntax']),
  /** A sub-attribute of a multi-valued attribute, no element being selected. */
  'no-selection': refusable('M-09', 'noTarget', ['invalidPath', 'invalidValue']),
  /** A value that is missing, or not what the attribute takes (RFC 7644 §3.12 Table 9). */
  value: refusable('M-14', 'invalidValue', ['invalidSyntax', 'invalidPath']),
  /** A readOnly attribute (RFC 7644 §3.5.2). */
  'read-only': refusable('M-10', 'mutability'),
  /** Removal of a readOnly attribute (RFC 7644 §3.5.2.2). */
  'read-only-removal': refusable('M-10', 'mutability', [], { coupled: true }),
  /** An immutable attribute that has a value (RFC 7644 §3.5.2). */
  immutable: refusable('M-22', 'mutability'),
  /** Removal of a required attribute (RFC 7644 §3.5.2.2). */
  'required-removal': refusable('M-13', 'mutability', ['invalidValue'], { coupled: true }),
  /** A required attribute left without a value. */
  required: refusable('M-13', 'invalidValue', ['mutability', 'invalidSyntax']),
  /** An element that is there already. */
  duplicate: refusable('M-06', 'uniqueness', ['invalidValue'], { otherStatus: true }),
  /** Several primaries in one value. */
  primaries: refusable('M-18', 'invalidValue', ['invalidSyntax']),
  /** An extension's URI where the grammar asks for an attribute. */
  'extension-path': refusable('M-19', 'invalidPath', ['noTarget', 'invalidValue', 'invalidSyntax']),
  /** A full name, or an extension's URI, as member of a value. */
  'extension-member': refusable('M-19', 'invalidValue', ['invalidPath', 'noTarget', 'invalidSyntax']),
  /** A filter on simple values. */
  'simple-values': refusable('M-20', 'invalidPath', [], { otherStatus: true, anyKeyword: true }),
} satisfies Record<string, Refusable>

/** Name of a kind of refusal. */
export type RefusalReason = keyof typeof REFUSALS

/** A refusal of a PATCH, with its kind; status 400. */
export class PatchRefusal extends ScimError {
  override readonly name = 'PatchRefusal'
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, detail: string) {
    super(400, REFUSALS[reason].scimType, detail)
    this.reason = reason
  }
}

/** Ends the evaluation of a PATCH. */
export function refuse(reason: RefusalReason, detail: string): never {
  throw new PatchRefusal(reason, detail)
}

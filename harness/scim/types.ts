/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object. Member names that are SCIM attribute names are compared without regard to case (RFC 7643 §2.1). */
export interface JsonObject {
  readonly [name: string]: Json
}

/** A SCIM resource, or any representation of one, as JSON. */
export type Resource = JsonObject

/** Data types of RFC 7643 §2.3. */
export type AttributeType =
  'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'binary' | 'reference' | 'complex'

/** RFC 7643 §2.2, §7. */
export type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly'

/** RFC 7643 §2.2, §7. */
export type Returned = 'always' | 'never' | 'default' | 'request'

/** RFC 7643 §2.2, §7. */
export type Uniqueness = 'none' | 'server' | 'global'

/** An attribute or sub-attribute with all its characteristics; defaults of RFC 7643 §2.2 are filled in. */
export interface AttributeDefinition {
  readonly name: string
  readonly type: AttributeType
  readonly multiValued: boolean
  readonly description: string
  readonly required: boolean
  readonly canonicalValues: readonly string[]
  readonly caseExact: boolean
  readonly mutability: Mutability
  readonly returned: Returned
  readonly uniqueness: Uniqueness
  readonly referenceTypes: readonly string[]
  readonly subAttributes: readonly AttributeDefinition[]
}

/** A schema definition (RFC 7643 §7). */
export interface SchemaDefinition {
  /** The schema's URI. */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly attributes: readonly AttributeDefinition[]
}

/** A resource type (RFC 7643 §6). */
export interface ResourceType {
  readonly id: string
  readonly name: string
  /** Relative to the base URL, with a leading slash: `/Users`. */
  readonly endpoint: string
  readonly description: string
  /** URI of the core schema. */
  readonly schema: string
  readonly schemaExtensions: readonly { readonly schema: string; readonly required: boolean }[]
}

/** All that defines the resources of one type: its core schema and its extensions. */
export interface ResourceSchema {
  readonly resourceType: ResourceType
  readonly core: SchemaDefinition
  readonly extensions: readonly { readonly schema: SchemaDefinition; readonly required: boolean }[]
}

/** `[uri:]name[.sub]` of RFC 7644 §3.10, as written (case kept). */
export interface AttributePath {
  readonly uri?: string
  readonly name: string
  readonly sub?: string
}

/** What an attribute path means in a resource schema. */
export interface ResolvedAttribute {
  /** The extension's URI as the schema spells it; absent for core and common attributes. */
  readonly extension?: string
  readonly attribute: AttributeDefinition
  /** Present when the path names a sub-attribute. */
  readonly sub?: AttributeDefinition
}

/** Comparison operators of RFC 7644 §3.4.2.2, `pr` excepted. */
export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

/** A filter (RFC 7644 §3.4.2.2) as a tree. `and` and `or` are binary and associate to the left. */
export type Filter =
  | {
      readonly kind: 'compare'
      readonly path: AttributePath
      readonly op: CompareOperator
      readonly value: string | number | boolean | null
    }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'valuePath'; readonly path: AttributePath; readonly filter: Filter }

/** Path of a PATCH operation (RFC 7644 §3.5.2): `attr`, `attr.sub`, `attr[filter]`, `attr[filter].sub`. */
export interface PatchPath {
  readonly path: AttributePath
  /** The filter in brackets; its paths are relative to the element. */
  readonly filter?: Filter
  /** The sub-attribute behind the bracket. A sub-attribute without a filter stands in `path.sub`. */
  readonly sub?: string
}

/** One operation of a PATCH request, read from the wire; `op` in lower case. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace'
  /** The path as sent; absent when none was sent. */
  readonly path?: string
  /** Absent when none was sent; `null` when null was sent. */
  readonly value?: Json
}

/** `scimType` keywords of RFC 7644 §3.12 Table 9, and of RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount'

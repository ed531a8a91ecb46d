import { getMember, isArray, isObject, sameName } from '../json.ts'
import { getAt, resolve, subAttribute } from '../schema/lookup.ts'
import type {
  AttributeDefinition,
  AttributePath,
  Filter,
  Json,
  JsonObject,
  ResourceSchema,
} from '../types.ts'
import { operands } from './operands.ts'

type Of<Kind extends Filter['kind']> = Extract<Filter, { kind: Kind }>

/** A filter whose paths have found their attributes; chains of `and` and `or` are flat. `source` is the filter as read. */
export type BoundFilter =
  | {
      readonly kind: 'compare'
      readonly source: Of<'compare'>
      readonly attribute: BoundAttribute | undefined
    }
  | {
      readonly kind: 'present'
      readonly source: Of<'present'>
      readonly attribute: BoundAttribute | undefined
    }
  | { readonly kind: 'and' | 'or'; readonly source: Filter; readonly operands: readonly BoundFilter[] }
  | { readonly kind: 'not'; readonly source: Of<'not'>; readonly filter: BoundFilter }
  | {
      readonly kind: 'valuePath'
      readonly source: Of<'valuePath'>
      readonly attribute: BoundAttribute | undefined
      readonly filter: BoundFilter
    }

/** An attribute in the place where a filter names it: in a resource, or inside brackets in an element. */
export interface BoundAttribute {
  /** Of the last name of the path. */
  readonly definition: AttributeDefinition
  /** The attribute to which the last name belongs; absent when the path has one name and stands outside brackets. */
  readonly parent?: AttributeDefinition
  /** URI of the extension from which it comes. */
  readonly extension?: string
  /**
   * Its values, one for each element of a multi-valued attribute: undefined where an element has none.
   * None at all when the attribute itself is unassigned.
   */
  readonly values: Values
  /** What a comparison works on: the attribute itself, or the `value` of a complex one (F-06), if it has such. */
  readonly compared: AttributeDefinition | undefined
  /** The values of that; an absent `primary` counts as false (RFC 7643 §2.4). */
  readonly comparable: Values
}

type Home = Pick<BoundAttribute, 'parent' | 'extension'>
type Values = (from: JsonObject) => readonly (Json | undefined)[]

/** What a path means where it stands; undefined when the schema does not define it. */
type Scope = (path: AttributePath) => BoundAttribute | undefined

/** Looks up every path of a filter in a schema. Paths in brackets are relative to the attribute before the bracket. */
export function bind(filter: Filter, schema: ResourceSchema): BoundFilter {
  return bindIn(filter, resourceScope(schema))
}

/** Looks up a filter's paths in an element of a complex attribute: the filter of a value path, in a PATCH path say. */
export function bindToElement(filter: Filter, attribute: AttributeDefinition): BoundFilter {
  return bindIn(filter, elementScope(attribute))
}

function bindIn(filter: Filter, scope: Scope): BoundFilter {
  switch (filter.kind) {
    case 'compare':
      return { kind: 'compare', source: filter, attribute: scope(filter.path) }
    case 'present':
      return { kind: 'present', source: filter, attribute: scope(filter.path) }
    case 'not':
      return { kind: 'not', source: filter, filter: bindIn(filter.filter, scope) }
    case 'and':
    case 'or':
      return {
        kind: filter.kind,
        source: filter,
        operands: operands(filter).map((one) => bindIn(one, scope)),
      }
    case 'valuePath': {
      const attribute = scope(filter.path)
      const inner =
        attribute === undefined ? () => undefined : elementScope(attribute.definition, homeOf(attribute))
      return { kind: 'valuePath', source: filter, attribute, filter: bindIn(filter.filter, inner) }
    }
  }
}

const homeOf = ({ extension }: BoundAttribute): Home => (extension === undefined ? {} : { extension })

const resourceScope =
  (schema: ResourceSchema): Scope =>
  (path) => {
    const resolved = resolve(schema, path)
    if (resolved === undefined) return undefined
    const { attribute, sub, extension } = resolved
    const whole = { attribute, ...(extension === undefined ? {} : { extension }) }
    const elements = (from: JsonObject) => listed(getAt(from, whole))
    const home = extension === undefined ? {} : { extension }
    return sub === undefined
      ? bound(attribute, elements, home)
      : bound(sub, (from) => elements(from).flatMap(member(sub)), { ...home, parent: attribute })
  }

const elementScope =
  (parent: AttributeDefinition, home: Home = {}): Scope =>
  (path) => {
    const sub = path.uri === undefined && path.sub === undefined ? subAttribute(parent, path.name) : undefined
    return sub === undefined ? undefined : bound(sub, member(sub), { ...home, parent })
  }

function bound(definition: AttributeDefinition, values: Values, home: Home): BoundAttribute {
  const seen = { ...home, definition, values }
  if (definition.type === 'complex') {
    const compared = subAttribute(definition, 'value')
    return {
      ...seen,
      compared,
      comparable: (from) => (compared === undefined ? [] : values(from).flatMap(member(compared))),
    }
  }
  const comparable: Values = isPrimary(definition, home.parent)
    ? (from) => values(from).map((value) => value ?? false)
    : values
  return { ...seen, compared: definition, comparable }
}

/** Whether an attribute is the `primary` of a multi-valued one. */
function isPrimary(definition: AttributeDefinition, parent: AttributeDefinition | undefined): boolean {
  return parent?.multiValued === true && definition.type === 'boolean' && sameName(definition.name, 'primary')
}

/** The values of a sub-attribute in one element: undefined stands for none. */
const member =
  (sub: AttributeDefinition) =>
  (element: Json | undefined): readonly (Json | undefined)[] => {
    const values = isObject(element) ? listed(getMember(element, sub.name)) : []
    return values.length === 0 ? [undefined] : values
  }

/** A value as a list; unassigned is the empty one (RFC 7643 §2.5). */
function listed(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return []
  return isArray(value) ? value.filter((item) => item !== null) : [value]
}

/** An entity-tag (RFC 7232 §2.3); `opaque` without its quotes. */
export interface EntityTag {
  readonly weak: boolean
  readonly opaque: string
}

const tag = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/y

/** Reads an entity-tag as it stands in a header or in `meta.version`. Undefined when the text is not one; `w/` is not. */
export function parseEntityTag(text: string): EntityTag | undefined {
  const found = tagAt(text, 0)
  return found !== undefined && found.end === text.length ? found.tag : undefined
}

/** The text of an entity-tag. */
export function printEntityTag(entityTag: EntityTag): string {
  return `${entityTag.weak ? 'W/' : ''}"${entityTag.opaque}"`
}

/** Strong comparison (RFC 7232 §2.3.2): both strong and of the same opaque value. */
export function strongMatch(left: EntityTag, right: EntityTag): boolean {
  return !left.weak && !right.weak && left.opaque === right.opaque
}

/** Weak comparison (RFC 7232 §2.3.2): of the same opaque value. */
export function weakMatch(left: EntityTag, right: EntityTag): boolean {
  return left.opaque === right.opaque
}

/**
 * Reads the value of If-Match or If-None-Match (RFC 7232 §3.1, §3.2): `*`, or a list in which commas may stand inside the
 * quotes and empty elements count for nothing. Undefined when it is neither.
 */
export function parseEntityTagList(header: string): '*' | readonly EntityTag[] | undefined {
  if (header.trim() === '*') return '*'
  const tags: EntityTag[] = []
  let at = 0
  let open = true
  while (at < header.length) {
    const character = header[at]
    if (character === ' ' || character === '\t') at += 1
    else if (character === ',') {
      open = true
      at += 1
    } else {
      const found = tagAt(header, at)
      if (found === undefined || !open) return undefined
      tags.push(found.tag)
      at = found.end
      open = false
    }
  }
  return tags.length === 0 ? undefined : tags
}

/**
 * Whether If-Match lets a request pass (RFC 7232 §3.1). Its comparison is strong; SCIM's own examples send weak tags, and
 * servers that follow them compare weakly. A header that can not be read lets nothing pass.
 * @param current entity-tag of the resource, absent when there is no resource
 */
export function ifMatchHolds(
  header: string,
  current: EntityTag | undefined,
  match: (left: EntityTag, right: EntityTag) => boolean = strongMatch,
): boolean {
  return current !== undefined && listed(header, current, match)
}

/**
 * Whether If-None-Match lets a request pass (RFC 7232 §3.2; weak comparison): false means 304 for GET, 412 for others.
 * A header that can not be read lets everything pass.
 */
export function ifNoneMatchHolds(header: string, current: EntityTag | undefined): boolean {
  return current === undefined || !listed(header, current, weakMatch)
}

function listed(
  header: string,
  current: EntityTag,
  match: (left: EntityTag, right: EntityTag) => boolean,
): boolean {
  const list = parseEntityTagList(header)
  return list === '*' || (list ?? []).some((candidate) => match(candidate, current))
}

function tagAt(text: string, at: number): { tag: EntityTag; end: number } | undefined {
  tag.lastIndex = at
  const match = tag.exec(text)
  if (match === null) return undefined
  return { tag: { weak: match[1] !== undefined, opaque: match[2] ?? '' }, end: at + match[0].length }
}

/** Two variants that no server can have at once, and why. */
export interface Incompatible {
  readonly pair: readonly [string, string]
  readonly because: string
}

/** Pairs that are not played together; either alone conforms. */
export const incompatibleVariants: readonly Incompatible[] = [
  {
    pair: ['patch.add-unmatched-refused', 'patch.add-unmatched-creates'],
    because: 'An add whose filter matches nothing is either refused or makes the element.',
  },
  {
    pair: ['patch.add-unmatched-refused', 'patch.add-unmatched-without-effect'],
    because: 'An add whose filter matches nothing is either refused or succeeds.',
  },
  {
    pair: ['patch.add-unmatched-creates', 'patch.add-unmatched-without-effect'],
    because: 'An add whose filter matches nothing either makes the element or does not.',
  },
  {
    pair: ['patch.add-existing-refused', 'patch.add-existing-twice'],
    because: 'An add of what is there is either refused or succeeds.',
  },
  {
    pair: ['paging.cursor-without-total', 'paging.start-index-left-out'],
    because: 'The one knows the page of a cursor walk by the startIndex that the other leaves out.',
  },
  {
    pair: ['discovery.endpoints-without-slash', 'media.gateway-text'],
    because: 'The one finds a resource type by its name where the other already answers for a gateway.',
  },
  {
    pair: ['etag.if-match-required', 'etag.weak-never-matches'],
    because: 'The one writes only under a tag, and to the other the tags that it hands out are none.',
  },
]

/** Whether two variants may be had at once. */
export const compatible = (left: string, right: string): boolean =>
  !incompatibleVariants.some(({ pair }) => pair.includes(left) && pair.includes(right))

import { ERROR_URI } from '../scim/error.ts'
import { equalJson, getMember, isObject } from '../scim/json.ts'
import type { Json, JsonObject, ScimType } from '../scim/types.ts'
import { type Answer, describeAnswer } from './answer.ts'
import { namedIn } from './namedIn.ts'

/** A set of acceptable answers: what it is in words, and how an answer falls short of it. */
export interface Matcher {
  /** For the report: `400 with scimType noTarget`. */
  readonly expects: string
  /** `undefined` when the answer is in the set, else what was seen instead. */
  readonly differs: (answer: Answer) => string | undefined
}

const list = (values: readonly (string | number)[]) => values.join(' or ')

/** An answer with one of these statuses. */
export function status(...statuses: number[]): Matcher {
  return {
    expects: list(statuses),
    differs: (answer) => (statuses.includes(answer.status) ? undefined : describeAnswer(answer)),
  }
}

/** Any 2xx. */
export function success(): Matcher {
  return {
    expects: '2xx',
    differs: (answer) => (answer.status >= 200 && answer.status < 300 ? undefined : describeAnswer(answer)),
  }
}

/** Any 4xx. */
export function refused(): Matcher {
  return {
    expects: 'a refusal (4xx)',
    differs: (answer) => (answer.status >= 400 && answer.status < 500 ? undefined : describeAnswer(answer)),
  }
}

/**
 * A SCIM error (RFC 7644 §3.12) with one of the statuses and, when given, one of the scimTypes.
 * Form and media type of the body are the observers' business, not this matcher's.
 */
export function error(
  statuses: number | readonly number[],
  scimTypes?: ScimType | readonly ScimType[],
): Matcher {
  const allowed = typeof statuses === 'number' ? [statuses] : statuses
  const keywords = scimTypes === undefined ? [] : typeof scimTypes === 'string' ? [scimTypes] : scimTypes
  return {
    expects: list(allowed) + (keywords.length === 0 ? '' : ` with scimType ${list(keywords)}`),
    differs: (answer) => {
      const typed = keywords.length === 0 || keywords.some((keyword) => keyword === answer.scimType)
      return allowed.includes(answer.status) && typed ? undefined : describeAnswer(answer)
    },
  }
}

/** A body of the Error schema (RFC 7644 §3.12). */
export function errorBody(): Matcher {
  return {
    expects: `a JSON body whose schemas holds ${ERROR_URI}`,
    differs: (answer) => {
      const schemas = isObject(answer.json) ? getMember(answer.json, 'schemas') : undefined
      return Array.isArray(schemas) && schemas.includes(ERROR_URI) ? undefined : describeAnswer(answer)
    },
  }
}

/** A 200 whose body is a list with this many `totalResults`. */
export function listOf(total: number): Matcher {
  return {
    expects: `200 with totalResults ${total}`,
    differs: (answer) =>
      answer.status === 200 && isObject(answer.json) && getMember(answer.json, 'totalResults') === total
        ? undefined
        : describeAnswer(answer),
  }
}

/** A body in which each named attribute has the given value; `undefined` demands its absence. Names ignore case. */
export function holding(attributes: Readonly<Record<string, Json | undefined>>): Matcher {
  return {
    expects: Object.entries(attributes)
      .map(([name, value]) => (value === undefined ? `no ${name}` : `${name} ${JSON.stringify(value)}`))
      .join(', '),
    differs: (answer) => {
      if (!isObject(answer.json)) return describeAnswer(answer)
      const wrong = differences(answer.json, attributes)
      return wrong.length === 0 ? undefined : wrong.join(', ')
    },
  }
}

/** Which of the attributes have another value in the resource, each told in words. */
export function differences(
  resource: JsonObject,
  attributes: Readonly<Record<string, Json | undefined>>,
): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    const found = getMember(resource, name)
    const equal =
      value === undefined
        ? found === undefined || found === null
        : found !== undefined && equalJson(found, value)
    if (equal) return []
    return [found === undefined ? `no ${name}` : `${name} ${JSON.stringify(found)}`]
  })
}

/** An answer that is in every one of the sets. */
export function all(...matchers: Matcher[]): Matcher {
  return {
    expects: matchers.map((matcher) => matcher.expects).join(', '),
    differs: (answer) => {
      for (const matcher of matchers) {
        const difference = matcher.differs(answer)
        if (difference !== undefined) return difference
      }
      return undefined
    },
  }
}

/** An answer that is in at least one of the sets. */
export function any(...matchers: Matcher[]): Matcher {
  return {
    expects: matchers.map((matcher) => matcher.expects).join(', or '),
    differs: (answer) =>
      matchers.some((matcher) => matcher.differs(answer) === undefined) ? undefined : describeAnswer(answer),
  }
}

/**
 * A set told by a sentence and a test. Of a success outside it the report shows the attributes that the sentence names.
 *
 * @param lacks what the report says of an answer outside it, behind its status, where that alone does not tell
 */
export function answerWhere(
  expects: string,
  test: (answer: Answer) => boolean,
  lacks?: (answer: Answer) => string,
): Matcher {
  const observed = (answer: Answer) => {
    if (lacks !== undefined) return `${answer.status} ${lacks(answer)}`
    const named = answer.status < 300 ? namedIn(expects, answer.json) : undefined
    return named === undefined ? describeAnswer(answer) : `${answer.status} with ${named}`
  }
  return { expects, differs: (answer) => (test(answer) ? undefined : observed(answer)) }
}

import { type Answer, describeAnswer } from './answer.ts'
import type { Matcher } from './matchers.ts'
import { Decision, type Finding } from './verdict.ts'

/** A grading in progress: the sets are tried in the order they are named, and `otherwise` ends it. */
export interface Grading {
  /** Answers in this set are right. */
  pass(matcher: Matcher): Grading
  /** Answers in this set are legal or tolerated, and the reader is told why that is a risk. */
  warn(matcher: Matcher, reason: string): Grading
  /** Answers in this set show that the check does not apply. */
  skip(matcher: Matcher, reason: string): Grading
  /** Answers in this set are wrong for a reason of their own. */
  fail(matcher: Matcher, reason: string): Grading
  /** What holds for every other answer. */
  readonly otherwise: {
    /** @throws {Decision} when no set named before holds the answer */
    fail(reason: string): Graded
    warn(reason: string): Graded
    /** @throws {Decision} when no set named before holds the answer */
    skip(reason: string): Graded
  }
}

/** Which kind of set the answer fell into. */
export type Graded = 'pass' | 'warn'

type Rule = {
  readonly verdict: 'pass' | 'warn' | 'skip' | 'fail'
  readonly matcher: Matcher
  readonly reason: string
}

/** Grades one answer against sets of acceptable answers; all `pass` sets together are what the report calls expected. */
export function grade(answer: Answer): Grading {
  const rules: Rule[] = []

  const expected = () =>
    rules
      .filter((rule) => rule.verdict === 'pass')
      .map((rule) => rule.matcher.expects)
      .join(', or ')

  function finding(reason: string): Finding {
    const passing = rules.filter((rule) => rule.verdict === 'pass')
    const only = passing.length === 1 ? passing[0] : undefined
    return {
      reason,
      ...(passing.length === 0 ? {} : { expected: expected() }),
      observed: only?.matcher.differs(answer) ?? describeAnswer(answer),
      decisive: [answer.exchange.id],
    }
  }

  function decide(verdict: 'pass' | 'warn' | 'skip' | 'fail', reason: string): Graded {
    if (verdict === 'pass') return 'pass'
    if (verdict === 'warn') {
      answer.ledger.warnings.push(finding(reason))
      return 'warn'
    }
    throw new Decision(verdict, finding(reason))
  }

  function end(verdict: 'warn' | 'skip' | 'fail', reason: string): Graded {
    const rule = rules.find((candidate) => candidate.matcher.differs(answer) === undefined)
    return rule === undefined ? decide(verdict, reason) : decide(rule.verdict, rule.reason)
  }

  const grading: Grading = {
    pass: (matcher) => add('pass', matcher, ''),
    warn: (matcher, reason) => add('warn', matcher, reason),
    skip: (matcher, reason) => add('skip', matcher, reason),
    fail: (matcher, reason) => add('fail', matcher, reason),
    otherwise: {
      fail: (reason) => end('fail', reason),
      warn: (reason) => end('warn', reason),
      skip: (reason) => end('skip', reason),
    },
  }

  function add(verdict: Rule['verdict'], matcher: Matcher, reason: string): Grading {
    rules.push({ verdict, matcher, reason })
    return grading
  }

  return grading
}

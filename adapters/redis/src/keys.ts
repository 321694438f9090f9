/** The names of what is kept, and for how long Redis keeps it. */

/**
 * Redis may forget what ran out this long after, and nothing depends on when it does: whether something ran out is
 * told by the caller's clock. The week is for clocks that do not agree.
 */
const patienceMillis = 7 * 24 * 60 * 60 * 1000

/** How long something is kept that lasts so long, in whole milliseconds. */
export const keptMillis = (lastsMillis: number): number => Math.ceil(Math.max(lastsMillis, 0)) + patienceMillis

/**
 * The name of a thing of this kind. A part is written as JSON, which says where it ends: whatever it holds, it never
 * becomes part of what follows, and half a character stays itself.
 */
export const keyOf = (prefix: string, kind: string, part: string): string =>
  `${prefix}:${kind}:${JSON.stringify(part)}`

/** Names of one subject: the braces put all of them into one slot, where a script may use them together. */
export interface SubjectKeys {
  readonly bond: string
  readonly of: (parts: string | ReadonlyArray<string>) => string
}

/** Names of what a subject has of this kind. What is written as JSON is never called `bond`. */
export const subjectKeys = (prefix: string, kind: string, subject: string): SubjectKeys => {
  const start = `${prefix}:{${kind}:${JSON.stringify(subject)}}:`
  return { bond: `${start}bond`, of: (parts) => start + JSON.stringify(parts) }
}

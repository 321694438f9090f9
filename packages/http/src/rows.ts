/** What lists and batches share: how much of a list is asked for, and what becomes of each row of a batch. */
import { documentOf } from "./problem.ts"
import type { AnyTold } from "./status.ts"
import type { RefusedRow } from "./wire.ts"

/** On a page where nothing is said. */
export const limitUnsaid = 50

/** Where a list stands in the domain: at most `limit` items, after a key. */
export const pageOf = ({ after, limit = limitUnsaid }: { readonly after?: string; readonly limit?: number }) =>
  ({ limit, ...(after === undefined ? {} : { after }) })

export const refusedRow = (refusal: AnyTold): RefusedRow =>
  ({ ok: false, refusal, why: documentOf(refusal, "en").why })

/** A key of one row. The space keeps it apart from every key that a client can send: none of those holds any. */
export const keyOfRow = (key: string | undefined, index: number) => key === undefined ? undefined : `${key} ${index}`

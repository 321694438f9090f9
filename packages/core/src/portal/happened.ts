/** What a line of the journal says has happened to somebody. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Line } from "../kernel/plan.ts"
import * as User from "../user/index.ts"

const read = Schema.decodeUnknownResult(User.Event)

/** Nothing, where an order was refused, or the line is about something else. */
export const happenedIn = (line: Line): User.Event | undefined =>
  Result.getOrUndefined(read("happened" in line ? line.happened : undefined))

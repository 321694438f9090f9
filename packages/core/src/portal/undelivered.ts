/** What becomes of an invitation that will never arrive: it is told with the user, for whoever can send another. */
import * as Effect from "effect/Effect"
import type { Entry } from "../kernel/plan.ts"
import { Unavailable } from "../kernel/records.ts"
import * as User from "../user/index.ts"
import { happenedIn } from "./happened.ts"
import type { Door } from "./people-door.ts"

const reasonCharactersMax = 200

/** Whatever a gateway says, it is kept as a few plain characters. */
const plain = (reason: string): string => reason.replace(/[^ -~]+/g, " ").slice(0, reasonCharactersMax)

/** The id of the invitation that a line has sent; none where it sends none. */
const invitationIn = (entry: Entry): string | undefined => {
  const event = happenedIn(entry)
  return event !== undefined && "activation" in event ? event.activation?.noticeId : undefined
}

/** Writes down that the invitation of this line will not come. Where another counts by now, nothing is said. */
export const noteUndelivered = Effect.fnUntraced(function*(
  { ports: { records }, submit, worker }: Door, entry: Entry, reason: string
) {
  const noticeId = invitationIn(entry)
  const { state: user } = yield* User.load(records, entry.id)
  if (noticeId === undefined || user._tag !== "NotFinalised") return
  const { enterprise, userId } = user
  const command = User.NoteUndelivered.make({ enterprise, userId, noticeId, reason: plain(reason) })
  // Whatever else happened to them meanwhile says more than this.
  yield* Effect.catchIf(
    submit({ actor: worker, command, reason: "" }), (failure) => !(failure instanceof Unavailable), () => Effect.void)
})

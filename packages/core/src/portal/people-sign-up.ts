/** How strangers ask for an account of their own. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Contract from "../contract/index.ts"
import type { MailAddress } from "../kernel/mail.ts"
import type { Path } from "../kernel/path.ts"
import * as User from "../user/index.ts"
import { type Door, maySend, targetOf, userOf } from "./people-door.ts"

/** The holder of an address is told that somebody used it; whoever did is told nothing. */
const tellHolder = Effect.fnUntraced(function*(door: Door, mail: MailAddress) {
  const holder = yield* userOf(door, mail)
  if (holder === undefined) return
  const { enterprise, userId } = holder
  yield* door.submit({
    actor: door.visitor, reason: "", command: User.RepeatSignUp.make({ enterprise, userId })
  })
})

/**
 * Whoever has an address of the enterprise asks for an account. Where another account holds it, its holder is told,
 * and who asks is told what everybody is told. How many users there are is none of their business.
 *
 * @rule USR-11
 * @source 001, Options globales: comptes Freemium
 */
export const signUp = (door: Door) => Effect.fnUntraced(function*(
  enterprise: Path, person: User.Person, from: string
) {
  const { ports: { records, secrets }, submit, visitor } = door
  const now = yield* DateTime.now
  yield* maySend(door, `from/${yield* secrets.digest(from)}`, now)
  yield* maySend(door, yield* targetOf(door, person.mail), now)
  const { state } = yield* Contract.find(records, enterprise)
  if (state._tag === "Unsigned") return yield* Effect.fail(Contract.NoContract.make({ enterprise }))
  const userId = User.UserId.make(yield* secrets.newId("usr"))
  const command = User.SignUp.make({ enterprise, userId, ...person })
  const asked = yield* Effect.result(submit({ actor: visitor, command, reason: "" }))
  if (Result.isSuccess(asked)) return
  const { failure } = asked
  if (failure._tag === "MailTaken") return yield* tellHolder(door, person.mail)
  return yield* Effect.fail(failure._tag === "NoSeatLeft" ? User.SignUpForbidden.make({ enterprise }) : failure)
})

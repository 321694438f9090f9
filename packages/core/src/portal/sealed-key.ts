/** The part of an account's data that the library itself keeps: the sealed key, without which nothing is readable. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { AccountData } from "../account/index.ts"
import type { Credentials } from "../credential/index.ts"
import { Conflict, type Records, Unavailable } from "../kernel/records.ts"

/** Destroys the sealed data key of an account, and the hash of its password with it. */
export const sealedKeyData = (records: Records["Service"], credentials: Credentials): AccountData["Service"] => {
  const destroyOnce = Effect.fnUntraced(function*(accountId: string) {
    const found = yield* credentials.find(accountId)
    if (found.credential === undefined || found.credential._tag === "Destroyed") return
    const at = DateTime.formatIso(yield* DateTime.now)
    yield* records.commit({
      act: { by: "worker", at, reason: "erased", command: { _tag: "DestroyData" }, grants: [] },
      changes: [credentials.destroyed(accountId, found)], ledger: [], due: [], once: []
    })
  })
  return {
    destroy: (accountId) =>
      Effect.retry(destroyOnce(accountId), {
        times: 9, schedule: Schedule.spaced("20 millis"), while: (failure) => failure instanceof Conflict
      }).pipe(Effect.mapError((cause) => cause instanceof Unavailable ? cause : new Unavailable({ cause })))
  }
}

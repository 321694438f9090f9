/** The worker: carries out what has fallen due. Any number of workers may run; each piece is one worker's at a time. */
import * as Cause from "effect/Cause"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Account from "../account/index.ts"
import type { DueItem } from "../kernel/due.ts"
import { isReached, later, type Moment } from "../kernel/moment.ts"
import { Path } from "../kernel/path.ts"
import type { Actor } from "../kernel/permit.ts"
import type { Submission } from "../kernel/run.ts"
import { grantsOf } from "../role/index.ts"
import type { Blueprint } from "./model.ts"
import type { Ports } from "./ports.ts"
import { powersOf } from "./rules.ts"

/** One at a time, so that a lease is as long as the work of one, and nothing waits behind what is slow. */
const claimedMost = 1
const leaseSeconds = 60
const retrySeconds = 60

/** What a round of the worker did. */
export interface Round {
  readonly carriedOut: number
  /** Pieces that could not be ended, and will be tried again. */
  readonly postponed: number
}

type Submit = (
  submission: Submission<Account.Command>
) => Effect.Effect<Account.Account, { readonly _tag: string }>

type Destroy = (accountId: Account.AccountId) => Effect.Effect<void, unknown>

interface Hands {
  readonly ports: Ports
  readonly order: Order
  readonly destroy: Destroy
  /** Forgets the wrong passwords of an account. */
  readonly release: Destroy
}
type Order = (command: Account.Command) => ReturnType<Submit>

/** Erases one account: claimed first, so that nothing leads back; then its data; then all that is left of it. */
const erase = Effect.fnUntraced(function*(hands: Hands, path: Path) {
  const { ports: { sessions, oneTime }, order, destroy, release } = hands
  const claimed = yield* order(Account.EraseAccount.make({ path }))
  if (claimed._tag !== "Erasing") return
  const { accountId } = claimed
  yield* destroy(accountId)
  yield* sessions.revokeAll(accountId)
  yield* oneTime.revokeAll(accountId)
  yield* release(accountId)
  yield* order(Account.ConfirmErasure.make({ path, accountId }))
})

/** Whether the piece is ended. One whose time has not come after all waits for it. */
const carryOut = Effect.fnUntraced(function*(hands: Hands, item: DueItem, now: Moment) {
  const { records, due } = hands.ports
  const path = Path.make(item.id)
  const account = yield* Account.load(records, path)
  if (account._tag === "PendingDeletion" && !isReached(account.eraseFrom, now)) {
    yield* due.again(item, DateTime.formatIso(account.eraseFrom))
    return false
  }
  if (account._tag === "PendingDeletion" || account._tag === "Erasing") yield* erase(hands, path)
  yield* due.done(item)
  return true
})

const postpone = ({ ports: { due } }: Hands, item: DueItem, now: Moment, failure: unknown) =>
  Effect.andThen(
    Effect.logWarning("an erasure is postponed", { reason: reasonOf(failure) }),
    due.again(item, DateTime.formatIso(later(now, retrySeconds)))
  )

/** A round of the worker: everything that is due now, piece by piece. What fails is tried again a minute later. */
export const worker = (
  ports: Ports, blueprint: Blueprint, submit: Submit, { destroy, release }: Pick<Hands, "destroy" | "release">
) => {
  const actor: Actor = { id: "worker", name: "worker", grants: grantsOf(powersOf(blueprint, "worker"), undefined) }
  const hands: Hands = { ports, destroy, release, order: (command) => submit({ actor, command, reason: "due" }) }

  return Effect.fnUntraced(function*() {
    const round: { -readonly [Field in keyof Round]: Round[Field] } = { carriedOut: 0, postponed: 0 }
    for (;;) {
      const now = yield* DateTime.now
      const items = yield* ports.due.claim(Account.erasureDue, DateTime.formatIso(now), claimedMost, leaseSeconds)
      for (const item of items) {
        // A record that cannot be read is a defect; it holds up no other.
        const outcome = yield* Effect.exit(carryOut(hands, item, now))
        if (Exit.isFailure(outcome)) yield* postpone(hands, item, now, Cause.squash(outcome.cause))
        if (Exit.isSuccess(outcome) && outcome.value) round.carriedOut += 1
        else round.postponed += 1
      }
      if (items.length < claimedMost) return round
    }
  })
}

const reasonOf = (failure: unknown): string =>
  typeof failure === "object" && failure !== null && "_tag" in failure ? String(failure._tag) : "unknown"

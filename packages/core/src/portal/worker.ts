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
import * as User from "../user/index.ts"
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

type Submit<Command, State> = (
  submission: Submission<Command>
) => Effect.Effect<State, { readonly _tag: string }>

type Destroy = (ownerId: string) => Effect.Effect<void, unknown>

/** The ways in that a worker takes, as itself. */
export interface Submits {
  readonly account: Submit<Account.Command, Account.Account>
  readonly user: Submit<User.Command, User.User>
}

interface Hands {
  readonly ports: Ports
  readonly actor: Actor
  readonly submits: Submits
  readonly destroy: Destroy
  /** Forgets the wrong passwords of an account or a user. */
  readonly release: Destroy
}

const because = "due"

/** Erases one account: claimed first, so that nothing leads back; then its data; then all that is left of it. */
const eraseAccount = Effect.fnUntraced(function*(hands: Hands, path: Path) {
  const { actor, submits } = hands
  const order = (command: Account.Command) => submits.account({ actor, command, reason: because })
  const claimed = yield* order(Account.EraseAccount.make({ path }))
  if (claimed._tag !== "Erasing") return
  const { accountId } = claimed
  yield* clear(hands, accountId)
  yield* order(Account.ConfirmErasure.make({ path, accountId }))
})

/** Everything that belongs to an id and is no record: data, keys, sessions, open codes, attempts. */
const clear = Effect.fnUntraced(function*({ ports: { sessions, oneTime }, destroy, release }: Hands, ownerId: string) {
  yield* destroy(ownerId)
  yield* sessions.revokeAll(ownerId)
  yield* oneTime.revokeAll(ownerId)
  yield* release(ownerId)
})

/**
 * Erases one user, in the same two steps.
 *
 * @rule USR-7
 * @source 001, Options globales: Délai avant effacement définitif d'un compte
 */
const eraseUser = Effect.fnUntraced(function*(
  hands: Hands, { enterprise, userId }: Pick<User.Known, "enterprise" | "userId">
) {
  const { actor, submits } = hands
  const order = (command: User.Command) => submits.user({ actor, command, reason: because })
  const claimed = yield* order(User.EraseUser.make({ enterprise, userId }))
  if (claimed._tag !== "Erasing") return
  yield* clear(hands, userId)
  yield* order(User.ConfirmErasure.make({ enterprise, userId }))
})

/** Whether the piece is ended. One whose time has not come after all waits for it. */
type CarryOut = (hands: Hands, item: DueItem, now: Moment) => Effect.Effect<boolean, unknown>

const dueAccount: CarryOut = Effect.fnUntraced(function*(hands: Hands, item: DueItem, now: Moment) {
  const { records, due } = hands.ports
  const path = Path.make(item.id)
  const account = yield* Account.load(records, path)
  if (account._tag === "PendingDeletion" && !isReached(account.eraseFrom, now)) {
    yield* due.again(item, DateTime.formatIso(account.eraseFrom))
    return false
  }
  if (account._tag === "PendingDeletion" || account._tag === "Erasing") yield* eraseAccount(hands, path)
  yield* due.done(item)
  return true
})

/** A user's place ends with their id. */
const idIn = ({ id }: DueItem): string => id.slice(id.lastIndexOf(">") + 1)

const dueUser: CarryOut = Effect.fnUntraced(function*(hands: Hands, item: DueItem, now: Moment) {
  const { records, due } = hands.ports
  const { state: user } = yield* User.load(records, idIn(item))
  if (user._tag === "Deleted" && !isReached(user.eraseFrom, now)) {
    yield* due.again(item, DateTime.formatIso(user.eraseFrom))
    return false
  }
  if (user._tag === "Deleted" || user._tag === "Erasing") yield* eraseUser(hands, user)
  yield* due.done(item)
  return true
})

/** A sign-up whose invitation was sent again waits for that one to run out. */
const dueSignUp: CarryOut = Effect.fnUntraced(function*({ ports: { records, due }, actor, submits }, item, now) {
  const { state: user } = yield* User.load(records, idIn(item))
  if (user._tag === "NotFinalised" && user.lapses) {
    const { enterprise, userId, activation: { expiresAt } } = user
    if (!isReached(expiresAt, now)) {
      yield* due.again(item, DateTime.formatIso(expiresAt))
      return false
    }
    yield* submits.user({ actor, command: User.LapseSignUp.make({ enterprise, userId }), reason: because })
  }
  yield* due.done(item)
  return true
})

const jobs: ReadonlyArray<readonly [string, CarryOut]> = [
  [Account.erasureDue, dueAccount], [User.userErasureDue, dueUser], [User.signUpDue, dueSignUp]
]

const postpone = ({ ports: { due } }: Hands, item: DueItem, now: Moment, failure: unknown) =>
  Effect.andThen(
    Effect.logWarning("an erasure is postponed", { reason: reasonOf(failure) }),
    due.again(item, DateTime.formatIso(later(now, retrySeconds)))
  )

/** A round of the worker: everything that is due now, piece by piece. What fails is tried again a minute later. */
export const worker = (
  ports: Ports, blueprint: Blueprint, submits: Submits, { destroy, release }: Pick<Hands, "destroy" | "release">
) => {
  const actor: Actor = { id: "worker", name: "worker", grants: grantsOf(powersOf(blueprint, "worker"), undefined) }
  const hands: Hands = { ports, actor, submits, destroy, release }
  return Effect.fnUntraced(function*() {
    const round: { -readonly [Field in keyof Round]: Round[Field] } = { carriedOut: 0, postponed: 0 }
    for (const [kind, carryOut] of jobs) yield* everyPiece(hands, kind, carryOut, round)
    return round
  })
}

const everyPiece = Effect.fnUntraced(function*(
  hands: Hands, kind: string, carryOut: CarryOut, round: { carriedOut: number; postponed: number }
) {
  for (;;) {
    const now = yield* DateTime.now
    const items = yield* hands.ports.due.claim(kind, DateTime.formatIso(now), claimedMost, leaseSeconds)
    for (const item of items) {
      // A record that cannot be read is a defect; it holds up no other.
      const outcome = yield* Effect.exit(carryOut(hands, item, now))
      if (Exit.isFailure(outcome)) yield* postpone(hands, item, now, Cause.squash(outcome.cause))
      if (Exit.isSuccess(outcome) && outcome.value) round.carriedOut += 1
      else round.postponed += 1
    }
    if (items.length < claimedMost) return
  }
})

const reasonOf = (failure: unknown): string =>
  typeof failure === "object" && failure !== null && "_tag" in failure ? String(failure._tag) : "unknown"

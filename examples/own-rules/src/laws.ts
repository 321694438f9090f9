/** Laws of one's own about the life of an account, and how a broken one is told. */
import { explore, type Transition } from "@intendant/conformance"
import { Account, later, Path, Portals, tell } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { archive } from "./blueprint.ts"

/** One step in the life of an account: what was ordered, when and by whom, and what came of it. */
export type Step = Transition<Account.Account, Account.Command, Account.Event, Account.Refusal, Account.Facts>

/** A sentence about every step that an account can take. */
export interface Law {
  readonly says: string
  readonly holds: (step: Step) => boolean
}

const monthSeconds = 30 * 86_400

export const keptForAMonth: Law = {
  says: "what is deleted is kept for 30 days at least",
  holds: ({ from, to, facts: { now } }) => {
    if (from._tag !== "PendingDeletion" && to._tag === "PendingDeletion") {
      return later(now, monthSeconds).epochMilliseconds <= to.eraseFrom.epochMilliseconds
    }
    return to._tag !== "Erasing" || from._tag !== "PendingDeletion"
      || from.eraseFrom.epochMilliseconds <= now.epochMilliseconds
  }
}

export const disabledFirst: Law = {
  says: "only what is disabled is deleted",
  holds: ({ from, to }) => to._tag !== "PendingDeletion" || from._tag === "PendingDeletion" || from._tag === "Disabled"
}

/** Wrong on purpose, to show what a broken law looks like: after an hour, only the support desk brings back. */
export const undoneAnyTime: Law = {
  says: "whoever deleted an account can undo it at any time",
  holds: ({ from, command, decision, facts }) =>
    command._tag !== "UndoDeletion" || from._tag !== "PendingDeletion" || from.askedBy !== facts.actor
    || Result.isSuccess(decision)
}

const start = DateTime.makeUnsafe("2026-01-15T10:00:00Z")
const moments = [{ hours: 0 }, { hours: 2 }, { days: 31 }].map((after) => DateTime.add(start, after))
const path = Path.make("acme>archive")
const order = { path }

const commands: ReadonlyArray<Account.Command> = [
  Account.OpenAccount.make({
    under: Path.make("acme"), name: Path.make("archive"), password: Redacted.make("correct horse battery staple")
  }),
  Account.DisableAccount.make(order), Account.EnableAccount.make(order), Account.DeleteAccount.make(order),
  Account.UndoDeletion.make(order), Account.RecallAccount.make(order), Account.EraseAccount.make(order),
  Account.ConfirmErasure.make({ ...order, accountId: Account.AccountId.make("acc_1") })
]

const circumstances = moments.flatMap((now) => ["ada", "bob"].map((actor): Account.Facts => ({
  ...Schema.decodeUnknownSync(Portals.Blueprint)(archive), now, actor, newId: Account.AccountId.make("acc_1"),
  password: "notAsked", passwordsMatch: false, policyKnown: false
})))

/** Time does not run backwards: nothing follows a deletion before it was asked for. */
const isForward = ({ from, facts: { now, deletion } }: Step): boolean =>
  from._tag !== "PendingDeletion"
  || later(from.undoUntil, -deletion.undo.selfServiceSeconds).epochMilliseconds <= now.epochMilliseconds

/** Every step that an account of this portal can take. */
export const steps: ReadonlyArray<Step> =
  explore(Account.concept, { commands, circumstances, name: (account) => ({ ...account, openedAt: 0 }) })
    .filter(isForward)

/** The first step that breaks a law, as a person would tell it; nothing where the law holds. */
export const counterexample = ({ says, holds }: Law): string | undefined => {
  const broken = steps.find((step) => !holds(step))
  if (broken === undefined) return undefined
  const { from, to, command, facts, decision } = broken
  const outcome = Result.isFailure(decision) ? `refused: ${tell(decision.failure, "en")}` : `accepted: it is ${to._tag}`
  return `It is not so that ${says}. ${path} is ${from._tag}; `
    + `${facts.actor} orders ${command._tag} at ${DateTime.formatIso(facts.now)}; ${outcome}`
}

/** The ways into the account concept. All that is decided is decided in `decide.ts`. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { credentialConcept, type Credentials, SignInLocked } from "../credential/index.ts"
import { codec, type Concept } from "../kernel/concept.ts"
import type { Moment } from "../kernel/moment.ts"
import { descend, isWithin, Path } from "../kernel/path.ts"
import { Denial, permissionsOf, permitAll } from "../kernel/permit.ts"
import type { Aside, Change } from "../kernel/plan.ts"
import { Conflict, type Records } from "../kernel/records.ts"
import {
  actOf, type Circumstances, read, type Remember, runner, type Submission
} from "../kernel/run.ts"
import type { Secrets } from "../kernel/secrets.ts"
import * as Policy from "../policy/index.ts"
import type { Blueprint as QuotaBlueprint } from "../quota/index.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { Account, AccountId, type Blueprint, Command, Event, type Facts, Refusal } from "./model.ts"
import { permissions } from "./permissions.ts"
import { isLiving } from "./rules.ts"

/** The kind under which erasures fall due; the id is the account's name. */
export const erasureDue = "account.erase"

const placeOf = (command: Command): Path => {
  switch (command._tag) {
    case "OpenAccount": return descend(command.under, command.name)
    case "OpenRootAccount": return Path.make(command.name)
    default: return command.path
  }
}

/** What is written besides the account: its limits, the day of its erasure, and everything given back at the end. */
const asideOf = (events: ReadonlyArray<Event>, next: Account): Aside => {
  if (next._tag === "Absent") return { ledger: [], due: [] }
  const { path, accountId } = next
  return {
    ledger: events.flatMap((event): Aside["ledger"] => {
      switch (event._tag) {
        case "QuotaSet": return [{ _tag: "SetLimit", node: path, resource: event.resource, limit: event.limit }]
        case "AccountErased": return [{ _tag: "ReleaseHolder", holder: accountId }]
        default: return []
      }
    }),
    due: events.flatMap((event): Aside["due"] => {
      switch (event._tag) {
        case "DeletionScheduled": return [{ kind: erasureDue, id: path, at: DateTime.formatIso(event.eraseFrom) }]
        case "DeletionUndone": return [{ kind: erasureDue, id: path }]
        default: return []
      }
    })
  }
}

export const concept: Concept<Account, Command, Event, Refusal, Facts> = {
  name: "account", initial, decide, evolve, permissions, place: placeOf, key: placeOf, aside: asideOf,
  state: codec(Account), command: codec(Command), event: codec(Event),
  refusal: codec(Schema.Union([Refusal, Denial]))
}

type Ports = {
  readonly records: Records["Service"]
  readonly secrets: Secrets["Service"]
  readonly credentials: Credentials
}

/** The account of this name as it is now. */
export const load = (records: Records["Service"], path: Path) =>
  Effect.map(records.load({ concept: concept.name, id: path }), (kept) => read(concept, kept).state)

/** Who bears a name now: the owner of the policies that were made under it. */
export const ownerOf = (records: Records["Service"], path: Path) =>
  Effect.map(records.load({ concept: concept.name, id: path }), (kept): Policy.Owner => {
    const { state, basedOn } = read(concept, kept)
    const guard = { concept: concept.name, id: path, basedOn, events: [] }
    return { ownerId: isLiving(state) ? state.accountId : undefined, guard }
  })

/** What was found out about the secrets of a command, once, before anything is decided. */
interface Proof {
  readonly facts: Pick<Facts, "newId" | "password" | "passwordsMatch">
  readonly credential: ReadonlyArray<Change>
}

/** Whether the policy that is asked for is there to be given, and the records that say so. */
const policyOf = Effect.fnUntraced(function*(records: Records["Service"], command: Command) {
  if (command._tag !== "EditAccount" || command.policy === undefined || command.policy === null) {
    return { policyKnown: false, guard: [] }
  }
  const key = { concept: Policy.concept.name, id: Policy.keyOf(command.policy) }
  const { state, basedOn } = read(Policy.concept, yield* records.load(key))
  const { owner } = command.policy
  const bearer = yield* ownerOf(records, owner)
  const known = Policy.isOf(state, bearer.ownerId) && isWithin(command.path, owner)
  const guard: ReadonlyArray<Change> = [{ ...key, basedOn, events: [] }, bearer.guard]
  // The account that is edited is in the plan already.
  return { policyKnown: known, guard: guard.filter((one) => one.concept !== concept.name || one.id !== command.path) }
})

const noteLocked = Effect.fnUntraced(function*(
  records: Records["Service"], submission: Submission<Command>, locked: typeof SignInLocked.Type
) {
  const key = { concept: concept.name, id: placeOf(submission.command) }
  const act = actOf(concept, submission, yield* DateTime.now)
  yield* records.note(act, key, Schema.encodeSync(SignInLocked)(locked), [])
})

/** Makes the way in for commands on accounts. */
export const submitter = ({ records, secrets, credentials }: Ports, blueprint: Blueprint & QuotaBlueprint) => {
  const run = runner(concept, records)
  const prove = prover(records, secrets, credentials)

  const attempt = Effect.fnUntraced(function*(
    submission: Submission<Command>, remember: ReadonlyArray<Remember<Account, Refusal>>
  ) {
    const { actor, command } = submission
    const proof = yield* Effect.tapError(prove(submission), (failure) =>
      failure._tag === "SignInLocked" ? noteLocked(records, submission, failure) : Effect.void)
    return yield* run(submission, (now) =>
      Effect.map(policyOf(records, command), ({ policyKnown, guard }): Circumstances<Account, Event, Facts> => ({
        facts: { ...blueprint, ...proof.facts, now, actor: actor.id, policyKnown },
        along: (events) => events.length === 0 ? [] : [...guard, ...proof.credential]
      })), remember, (conflict) => !isStaleProof(conflict))
  })

  // Someone else changed the password meanwhile: the one that was compared is compared again, and may be wrong now.
  return (submission: Submission<Command>, remember: ReadonlyArray<Remember<Account, Refusal>> = []) =>
    Effect.retry(attempt(submission, remember), {
      times: 3, while: (failure) => failure instanceof Conflict && isStaleProof(failure)
    })
}

const isStaleProof = ({ key }: Conflict): boolean => key.concept === credentialConcept

const idle: Omit<Proof["facts"], "newId"> = { password: "notAsked", passwordsMatch: false }

/** Permits first, then hashes or compares: nobody without the power costs a hash, or learns whether one was right. */
const prover = (records: Records["Service"], secrets: Secrets["Service"], credentials: Credentials) => {
  const opening = Effect.fnUntraced(function*(password: Redacted.Redacted<string>) {
    const newId = AccountId.make(yield* secrets.newId("acc"))
    return { facts: { ...idle, newId }, credential: [yield* credentials.seal(newId, password)] }
  })

  const changing = Effect.fnUntraced(function*(
    { path, current, next, again }: Extract<Command, { readonly _tag: "ChangePassword" }>, now: Moment
  ) {
    const account = yield* load(records, path)
    const subject = account._tag === "Absent" ? undefined : account.accountId
    const { verdict, found } = yield* credentials.compare(subject, path, current, now)
    const passwordsMatch = Redacted.value(next) === Redacted.value(again)
    const changes = subject !== undefined && found !== undefined && verdict === "right" && passwordsMatch
    return {
      facts: { newId: unused, password: verdict, passwordsMatch },
      credential: changes ? yield* credentials.reseal(subject, found, current, next) : []
    }
  })

  /** Before the commit: what is answered as done has been done, also where the answer is given again. */
  const releasing = Effect.fnUntraced(function*(path: Path) {
    const account = yield* load(records, path)
    if (account._tag !== "Absent") yield* credentials.release(account.accountId)
    return nothingProven
  })

  return Effect.fnUntraced(function*({ actor, command }: Submission<Command>) {
    const permitted = permitAll(actor, permissionsOf(permissions, command, initial), placeOf(command))
    if (Result.isFailure(permitted)) return nothingProven
    switch (command._tag) {
      case "OpenAccount":
      case "OpenRootAccount": return yield* opening(command.password)
      case "ChangePassword": return yield* changing(command, yield* DateTime.now)
      case "ReleaseLock": return yield* releasing(command.path)
      default: return nothingProven
    }
  })
}

/** Stands where no account is opened; no rule looks at it there. */
const unused = AccountId.make("unused")
const nothingProven: Proof = { facts: { ...idle, newId: unused }, credential: [] }

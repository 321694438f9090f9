/** The ways into the user concept. All that is decided is decided in the files named `decide`. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Contract from "../contract/index.ts"
import { codec, type Concept } from "../kernel/concept.ts"
import { type MailAddress, mailKey } from "../kernel/mail.ts"
import { later, type Moment } from "../kernel/moment.ts"
import type { Path } from "../kernel/path.ts"
import { Denial } from "../kernel/permit.ts"
import type { Aside, Change, Kept } from "../kernel/plan.ts"
import type { Records, Unavailable } from "../kernel/records.ts"
import { type Circumstances, type Found, read, type Remember, runner, type Submission } from "../kernel/run.ts"
import type { Secrets } from "../kernel/secrets.ts"
import * as Setting from "../setting/index.ts"
import { Address, addressMoves, concerned, isAwaited, unknownAddress } from "./addresses.ts"
import { Command } from "./commands.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { type Blueprint, Event, type Known, type Notice, User, type UserId } from "./model.ts"
import { permissions } from "./permissions.ts"
import { type Facts, Refusal, type Settings } from "./refusals.ts"
import { isKnown } from "./known.ts"
import { placeOf, rosterEvents } from "./rules.ts"

/** The kinds under which erasures of users, and the end of unused sign-ups, fall due; the id is the user's place. */
export const userErasureDue = "user.erase"
export const signUpDue = "user.lapse"

const asideOf = (events: ReadonlyArray<Event>, next: User): Aside => {
  if (next._tag === "Absent") return { ledger: [], due: [] }
  const { userId, enterprise } = next
  const place = placeOf(enterprise, userId)
  const ledger = events.flatMap((event) => movesOf(event, next))
  return { ledger, due: events.flatMap((event) => dueOf(event, place)) }
}

/** What a user stores is given back with the erasure, and counted where they are from then on. */
const movesOf = (event: Event, { userId }: Pick<Known, "userId">): Aside["ledger"] => {
  switch (event._tag) {
    case "UserErased": return [{ _tag: "ReleaseHolder", holder: userId }]
    case "UserAttached":
      return [{ _tag: "Move", from: placeOf(event.from, userId), to: placeOf(event.enterprise, userId) }]
    default: return []
  }
}

const dueOf = (event: Event, id: Path): Aside["due"] => {
  switch (event._tag) {
    case "UserDeleted": return [{ kind: userErasureDue, id, at: DateTime.formatIso(event.eraseFrom) }]
    case "UserRecalled": return [{ kind: userErasureDue, id }]
    case "UserCreated": return lapsing(event.signedUp ? event.activation : undefined, id)
    default: return []
  }
}

/** A sign-up that nobody vouches for ends with its invitation; the worker asks whether it was sent again meanwhile. */
const lapsing = (activation: Notice | undefined, id: Path): Aside["due"] =>
  activation === undefined ? [] : [{ kind: signUpDue, id, at: DateTime.formatIso(activation.expiresAt) }]

export const concept: Concept<User, Command, Event, Refusal, Facts> = {
  name: "user", initial, decide, evolve, permissions,
  place: ({ enterprise, userId }) => placeOf(enterprise, userId), key: ({ userId }) => userId, aside: asideOf,
  state: codec(User), command: codec(Command), event: codec(Event), refusal: codec(Schema.Union([Refusal, Denial]))
}

/** The concept under which it is kept who holds an address, by the address. Its lines are those of the users. */
export const addressConcept = "address"
const addresses = { initial: unknownAddress, state: codec(Address) }

/** The user of this id as it is now. */
export const load = (records: Records["Service"], userId: string) =>
  Effect.map(records.load({ concept: concept.name, id: userId }), (kept) => read(concept, kept))

/** An address as a storage tells it, and as it is kept. */
export const readAddress = (kept: Kept): Found<Address> => read(addresses, Option.some(kept))
export const writeAddress = addresses.state.write

/** Who holds an address now; nobody where it is free. */
export const holderOf = (records: Records["Service"], mail: MailAddress) =>
  Effect.map(addressOf(records, mailKey(mail)), ({ state }) => state._tag === "Held" ? state : undefined)

const addressOf = (records: Records["Service"], key: string) =>
  Effect.map(records.load({ concept: addressConcept, id: key }), (kept) => read(addresses, kept))

/** What a rule reads of an enterprise's settings, and the records that say so. */
export interface SettingsRead {
  readonly settings: Settings
  readonly guard: ReadonlyArray<Change>
}

/** What was found out about an order before it is decided, once, and the records of others to write along. */
export interface Proven {
  readonly hasAuthenticator: boolean
  readonly along: ReadonlyArray<Change>
  /** The id of the message that goes out, where whoever asks has to know it. */
  readonly noticeId?: string
  /** What the secret that was right was bound to when it was compared. */
  readonly provenFor?: string
}

export const nothingProven: Proven = { hasAuthenticator: false, along: [] }

interface Ports {
  readonly records: Records["Service"]
  readonly secrets: Secrets["Service"]
  readonly settingsOf: (contract: Contract.Contract) => Effect.Effect<SettingsRead, Unavailable>
}

/** The address that an order asks for. */
const askedMail = (command: Command, user: User): MailAddress | null | undefined => {
  switch (command._tag) {
    case "CreateUser":
    case "SignUp":
    case "SetSecondaryMail":
    case "EditUser": return command.mail
    case "ResumeCreation":
    case "RecallUser": return isKnown(user) ? user.mail : undefined
    default: return undefined
  }
}

/** Orders whose rules read the user alone, and that move neither an address nor the roster. */
export const selfContained: ReadonlySet<Command["_tag"]> = new Set([
  "RecordSignIn", "RequestCode", "RequestReset", "RepeatSignUp", "ChangePassword", "RevokeAccess", "EnrolAuthenticator",
  "NoteUndelivered"
])

/** The enterprises that an order concerns: whoever is attached leaves one for another. */
const placesOf = (command: Command): ReadonlyArray<Path> =>
  command._tag === "AttachUser" ? [command.enterprise, command.to] : [command.enterprise]

/** The records of every address that an order may take or let go, as they are now. */
const addressesOf = (records: Records["Service"], keys: ReadonlyArray<string>) =>
  Effect.map(
    Effect.forEach(keys, (key) => Effect.map(addressOf(records, key), (found) => [key, found] as const), {
      concurrency: "unbounded"
    }),
    (found) => new Map<string, Found<Address>>(found)
  )

const addressChanges = (
  before: User, after: User, found: ReadonlyMap<string, Found<Address>>
): ReadonlyArray<Change> =>
  addressMoves(before, after, new Map([...found].map(([key, { state }]) => [key, state]))).map(([id, next]) => ({
    concept: addressConcept, id, basedOn: found.get(id)?.basedOn ?? 0, next: addresses.state.write(next), events: []
  }))

const rosterChanges = (
  contracts: ReadonlyArray<readonly [Path, Found<Contract.Contract>]>, before: User, after: User, blueprint: Blueprint
): ReadonlyArray<Change> => {
  const [own, target] = contracts
  if (own === undefined) return []
  if (target === undefined) return [Contract.rosterChange(...own, rosterEvents(before, after, blueprint))]
  // Whoever is attached leaves one roster and joins the other.
  return [
    Contract.rosterChange(...own, rosterEvents(before, initial, blueprint)),
    Contract.rosterChange(...target, rosterEvents(initial, after, blueprint))
  ]
}

/** What a user has set for themselves is erased with them, and goes with them where they are attached elsewhere. */
const settingChanges = (records: Records["Service"], command: Command, user: User) => {
  if (user._tag === "Absent") return Effect.succeed([])
  const place = placeOf(user.enterprise, user.userId)
  switch (command._tag) {
    case "ConfirmErasure": return Setting.leaving(records, user.userId, place)
    case "AttachUser": return Setting.leaving(records, user.userId, place, placeOf(command.to, user.userId))
    default: return Effect.succeed([])
  }
}

/** The messages that may have to go out, with the instants until which their secrets work. */
const noticesAt = Effect.fnUntraced(function*(
  secrets: Secrets["Service"], { activation, codes, recovery }: Blueprint, now: Moment, given: string | undefined
) {
  const noticeId = given ?? (yield* secrets.newId("not"))
  const until = (seconds: number) => ({ noticeId, expiresAt: later(now, seconds) })
  return { invitation: until(activation.seconds), code: until(codes.seconds), reset: until(recovery.seconds) }
})

/** Reads everything that the rule for this order may look at, and what is written along with its outcome. */
const gatherer = ({ records, secrets, settingsOf }: Ports, blueprint: Blueprint) =>
  Effect.fnUntraced(function*({ actor, command }: Submission<Command>, proven: Proven, now: Moment, user: User) {
    const asked = askedMail(command, user)
    const isAlone = selfContained.has(command._tag)
    const [contracts, found, notices, set] = yield* Effect.all([
      Effect.forEach(isAlone ? [] : placesOf(command), (place) =>
        Effect.map(Contract.find(records, place), (one) => [place, one] as const)),
      addressesOf(records, isAlone ? [] : concerned(user, asked)), noticesAt(secrets, blueprint, now, proven.noticeId),
      settingChanges(records, command, user)
    ], { concurrency: "unbounded" })
    const [contract, target] = [contracts[0]?.[1].state, contracts[1]?.[1].state]
    const { settings, guard } = yield* settingsOf(contract ?? Contract.initial)
    const address = asked === undefined || asked === null ? undefined : found.get(mailKey(asked))?.state
    const { along, hasAuthenticator, provenFor } = proven
    const facts: Facts = {
      ...blueprint, ...notices, hasAuthenticator, now, actor: actor.id, settings,
      contract: contract ?? Contract.initial, target: target ?? Contract.initial,
      holder: address?._tag === "Held" ? address : undefined,
      isAwaited: address !== undefined && isAwaited(address, command),
      ...(provenFor === undefined ? {} : { provenFor })
    }
    const circumstances: Circumstances<User, Event, Facts> = {
      facts,
      along: (events, next) => events.length === 0 ? [] : [
        ...along, ...guard, ...set, ...addressChanges(user, next, found),
        ...rosterChanges(contracts, user, next, blueprint)
      ]
    }
    return circumstances
  })

/** Makes the way in for commands on users. Who proved something from a record that moved since proves it again. */
export const submitter = (ports: Ports, blueprint: Blueprint) => {
  const run = runner(concept, ports.records)
  const gather = gatherer(ports, blueprint)
  return (
    submission: Submission<Command>, proven: Proven = nothingProven,
    remember: ReadonlyArray<Remember<User, Refusal>> = []
  ) =>
    run(submission, (now, user) => gather(submission, proven, now, user), remember, ({ key }) =>
      !proven.along.some(({ concept: name, id }) => name === key.concept && id === key.id))
}

/** A user of an enterprise, or nobody: another enterprise's is told of like one who never was. */
export const knownOf = (records: Records["Service"], enterprise: Path, userId: UserId) =>
  Effect.map(load(records, userId), ({ state }) =>
    isKnown(state) && state.enterprise === enterprise ? Option.some(state) : Option.none())

/** Writing many newcomers at once: each is decided by the rule for one, and all are written together or not at all. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Contract from "../contract/index.ts"
import { mailKey } from "../kernel/mail.ts"
import { later, type Moment } from "../kernel/moment.ts"
import type { Path } from "../kernel/path.ts"
import type { Actor, Grant } from "../kernel/permit.ts"
import type { Act, Change, Plan } from "../kernel/plan.ts"
import type { Found } from "../kernel/run.ts"
import * as User from "../user/index.ts"
import { addressMoves } from "../user/addresses.ts"
import type { Door } from "./people-door.ts"

/** Who lets people join, where, and by which grant. */
export interface Joining {
  readonly actor: Actor
  readonly enterprise: Path
  readonly reason: string
  readonly grant: Grant
}

/** What became of some people: created, created and blocked, or there already. */
export interface Joined {
  readonly created: number
  readonly blocked: number
  readonly present: number
}

// ------------------------------------------------------------------------------------------- who is there already

export type Holders = ReadonlyMap<string, Found<User.Address>>

/** Which addresses are held, and by whom: those of one handful, in one question. */
export const holdersOf = ({ ports: { records } }: Door, people: ReadonlyArray<User.Person>) =>
  Effect.map(
    records.loadMany(User.addressConcept, people.map(({ mail }) => mailKey(mail))),
    (kept): Holders => new Map(Array.from(kept, ([key, one]) => [key, User.readAddress(one)]))
  )

// -------------------------------------------------------------------------------------------------- one newcomer

/** What the rule for one is asked with, besides the seats and the holder of the address. */
interface Desk {
  readonly facts: Omit<User.Facts, "contract" | "target" | "holder" | "isAwaited" | "invitation">
  readonly now: Moment
}

interface Newcomer {
  readonly userId: User.UserId
  readonly events: ReadonlyArray<User.Event>
  readonly next: User.User
}

const nobodyYet: Found<User.Address> = { state: User.unknownAddress, basedOn: 0 }

/** One newcomer by the rule for one. */
const decideOne = Effect.fnUntraced(function*(
  door: Door, { enterprise }: Joining, { facts, now }: Desk, contract: Contract.Contract, person: User.Person,
  { state }: Found<User.Address>
) {
  const { secrets } = door.ports
  const userId = User.UserId.make(yield* secrets.newId("usr"))
  const noticeId = yield* secrets.newId("not")
  const command = User.CreateUser.make({ ...person, enterprise, userId, role: door.blueprint.roles.joining })
  const decided = User.decide(command, User.initial, {
    ...facts, contract, target: Contract.initial, holder: state._tag === "Held" ? state : undefined,
    isAwaited: User.isAwaited(state, command),
    invitation: { noticeId, expiresAt: later(now, door.blueprint.activation.seconds) }
  })
  return Result.map(decided, (events): Newcomer =>
    ({ userId, events, next: events.reduce(User.evolve, User.initial) }))
})

/** The records of a newcomer: the user, and the address, which they hold or wait for. */
const changesOf = (
  { userId, events, next }: Newcomer, key: string, { state, basedOn }: Found<User.Address>
): ReadonlyArray<Change> => [
  {
    concept: User.concept.name, id: userId, basedOn: 0, next: User.concept.state.write(next),
    events: events.map(User.concept.event.write)
  },
  ...addressMoves(User.initial, next, new Map([[key, state]])).map(([id, address]): Change =>
    ({ concept: User.addressConcept, id, basedOn, next: User.writeAddress(address), events: [] }))
]

// -------------------------------------------------------------------------------------------------------- many

/** How the act of an import begins its lines in the journal. */
export const actOf = ({ actor, enterprise, reason }: Omit<Joining, "grant">, now: Moment): Act =>
  ({ by: actor.id, at: DateTime.formatIso(now), reason, command: { _tag: "ImportUsers", enterprise }, grants: [] })

/** What every newcomer of a handful is decided with, and the record that says so. */
const deskOf = Effect.fnUntraced(function*(
  { blueprint, settingsOf }: Door, { actor }: Joining, contract: Contract.Contract
) {
  const { settings, guard } = yield* settingsOf(contract)
  const now = yield* DateTime.now
  const none = { noticeId: "", expiresAt: now }
  const desk: Desk = { now, facts: {
    ...blueprint, now, actor: actor.id, settings, code: none, reset: none, hasAuthenticator: false
  } }
  return { desk, guard }
})

/** A handful that was decided: what is written, and how the contract will stand once it is. */
export interface Prepared {
  readonly joined: Joined
  /** Nothing, where everyone is there already. */
  readonly plan: Plan | undefined
  readonly after: Found<Contract.Contract>
}

/** Makes the way in for many: decides those who are not there yet, and writes them. Conflicts are the caller's. */
export const joiner = (door: Door, joining: Joining) => {
  const { ports: { records }, blueprint } = door
  const { enterprise, grant } = joining
  return {
    /** Decides on the contract as it will stand, where that is foreseen: whether it did, the commit finds out. */
    prepare: Effect.fnUntraced(function*(persons: ReadonlyArray<User.Person>, foreseen?: Found<Contract.Contract>) {
      const found = foreseen ?? (yield* Contract.find(records, enterprise))
      const holders = yield* holdersOf(door, persons)
      const { desk, guard } = yield* deskOf(door, joining, found.state)
      const changes: Array<Change> = []
      const joined = { created: 0, blocked: 0, present: 0 }
      let contract = found.state
      for (const person of persons) {
        const key = mailKey(person.mail)
        const address = holders.get(key) ?? nobodyYet
        if (User.isPresent(address.state, enterprise)) {
          joined.present += 1
          continue
        }
        const newcomer = yield* Effect.fromResult(yield* decideOne(door, joining, desk, contract, person, address))
        changes.push(...changesOf(newcomer, key, address))
        contract = User.rosterEvents(User.initial, newcomer.next, blueprint).reduce(Contract.evolve, contract)
        joined[newcomer.next._tag === "CreationBlocked" ? "blocked" : "created"] += 1
      }
      const prepared: Prepared = { joined, plan: undefined, after: found }
      if (changes.length === 0) return prepared
      const act = { ...actOf(joining, desk.now), grants: [grant] }
      const taken = joined.created === 0 ? [] : [Contract.SeatsTaken.make({ count: joined.created })]
      const roster = Contract.rosterChange(enterprise, found, taken)
      return {
        ...prepared, plan: { act, changes: [roster, ...guard, ...changes], ledger: [], due: [], once: [] },
        after: { state: taken.reduce(Contract.evolve, found.state), basedOn: found.basedOn + taken.length }
      }
    }),

    write: ({ plan, joined }: Prepared) =>
      plan === undefined ? Effect.succeed(joined) : Effect.as(records.commit(plan), joined)
  }
}

/** Two orders at once, each decided as though the other were not there: what is wrong together meets in a record. */
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { acme, ada, bob, facts, mailOf, ordersAbout, rival, signed, users } from "../../test/people.ts"
import * as Contract from "../contract/index.ts"
import type { Command } from "./commands.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { isKnown } from "./known.ts"
import type * as User from "./model.ts"
import type { Facts } from "./refusals.ts"
import { holdsSeat, isActiveAdmin, rosterEvents } from "./rules.ts"

const { roles } = facts()
const states = Object.values(users)
/** The other admin, in every status in which Ada can be. */
const asBob = (user: User.User): User.User => {
  if (isKnown(user)) return { ...user, userId: bob, mail: mailOf("bob@acme.example") }
  return user._tag === "Absent" ? user : { ...user, userId: bob }
}

const ordersTo = (userId: User.UserId): ReadonlyArray<Command> => {
  const all = ordersAbout({ enterprise: acme, userId })
  const mail = mailOf(userId === ada ? "ada@acme.example" : "bob@acme.example")
  return [...Object.values(all), { ...all.EditUser, role: "user" }, { ...all.CreateUser, mail }]
}

/** What the roster of the enterprise says of these two. */
const rosterOf = (two: ReadonlyArray<User.User>, usersMax = 5): Contract.Signed => signed({
  seatsTaken: two.filter(holdsSeat).length,
  activeAdmins: two.flatMap((user) => isKnown(user) && isActiveAdmin(user, { roles }) ? [user.userId] : [])
}, { usersMax })

const outcome = (command: Command, user: User.User, contract: Facts["contract"]): User.User | undefined => {
  const events = Result.getOrElse(decide(command, user, facts({ contract })), (): ReadonlyArray<User.Event> => [])
  return events.length === 0 ? undefined : events.reduce(evolve, user)
}

/** What a change writes in the roster of the enterprise; whoever leaves for another is out of this one. */
const written = (before: User.User, next: User.User) =>
  rosterEvents(before, isKnown(next) && next.enterprise === rival ? initial : next, { roles })

interface Race {
  readonly orders: readonly [Command, Command]
  readonly before: readonly [User.User, User.User]
  readonly after: readonly [User.User, User.User]
  readonly contract: Contract.Signed
}

/** Every order that changes this user, and what the user becomes. */
const acceptedOn = (userId: User.UserId, user: User.User, contract: Contract.Signed) =>
  ordersTo(userId).flatMap((command) => {
    const next = outcome(command, user, contract)
    return next === undefined ? [] : [{ command, next }]
  })

/** Every two orders about two people, each accepted as though the other were not there. */
const races = (usersMax: number): ReadonlyArray<Race> => states.flatMap((one) => states.map(asBob).flatMap((two) => {
  const contract = rosterOf([one, two], usersMax)
  return acceptedOn(ada, one, contract).flatMap((here) => acceptedOn(bob, two, contract).map((there) => ({
    orders: [here.command, there.command], before: [one, two], after: [here.next, there.next], contract
  } as const)))
}))

const staying = (users: ReadonlyArray<User.User>) => users.filter((user) => isKnown(user) && user.enterprise === acme)
const admins = (users: ReadonlyArray<User.User>) =>
  staying(users).filter((user) => isActiveAdmin(user, { roles })).length

describe("ROL-1 of the last two admins", () => {
  const lost = races(5).filter(({ before, after }) => admins(before) > 0 && admins(after) === 0)

  it("no two orders at once leave none: both write the roster, so that one comes second", () => {
    expect(lost.length).toBeGreaterThan(20)
    for (const { before, after } of lost) {
      // Where one of them alone was an admin, it is that one's lock: nothing else is accepted of the last.
      for (const index of [0, 1] as const) {
        if (admins([before[index]]) > 0) expect(written(before[index], after[index])).not.toEqual([])
      }
    }
    const alone = lost.filter(({ before }) => admins(before) === 1)
    expect(alone.every(({ orders }) => orders.some(({ _tag }) => _tag === "LockUser"))).toBe(true)
  })

  it("whoever comes second, in either order, is refused, but for a lock, which nobody is spared", () => {
    for (const { orders, before, after, contract } of lost.filter((race) => admins(race.before) === 2)) {
      for (const [early, late] of [[0, 1], [1, 0]] as const) {
        const fresh = written(before[early], after[early]).reduce<Contract.Contract>(Contract.evolve, contract)
        const second = decide(orders[late], before[late], facts({ contract: fresh }))
        if (orders[late]._tag === "LockUser") expect(Result.isSuccess(second)).toBe(true)
        else expect(second).toMatchObject({ failure: { _tag: "LastAdmin", floor: 1 } })
      }
    }
  })
})

describe("SEC-33 for the last seat", () => {
  const seats = (users: ReadonlyArray<User.User>) => staying(users).filter(holdsSeat).length
  const beyond = races(1).filter(({ before, after }) => seats(after) > 1 && seats(before) === 0)

  it("no two orders at once take it: both write the roster", () => {
    expect(beyond.length).toBeGreaterThan(4)
    for (const { before, after } of beyond) {
      for (const index of [0, 1] as const) expect(written(before[index], after[index])).toContainEqual({
        _tag: "SeatsTaken", count: 1
      })
    }
  })

  it("whoever comes second finds none left", () => {
    for (const { orders, before, after, contract } of beyond) {
      const fresh = written(before[0], after[0]).reduce<Contract.Contract>(Contract.evolve, contract)
      const second = decide(orders[1], before[1], facts({ contract: fresh }))
      expect(second).toMatchObject({ failure: { _tag: "NoSeatLeft" } })
    }
  })
})

/** What holds over many users at once: each address is one user's, every seat is counted, and an admin is left. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { expect, it } from "vitest"
import {
  acme, community, eraseFrom, facts, home, mailOf, now, ordersAbout, phone, settings, signed
} from "../../test/people.ts"
import * as Contract from "../contract/index.ts"
import { mailKey } from "../kernel/mail.ts"
import type { Path } from "../kernel/path.ts"
import { type Address, addressMoves, concerned, heldBy, isAwaited } from "./addresses.ts"
import type { Command } from "./commands.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { isKnown } from "./known.ts"
import * as User from "./model.ts"
import type { Facts } from "./refusals.ts"
import { holdsSeat, isActiveAdmin, rosterEvents } from "./rules.ts"

/** An installation of two enterprises: what the records of users, contracts and addresses say. */
interface World {
  readonly users: ReadonlyMap<string, User.User>
  readonly contracts: ReadonlyMap<Path, Contract.Contract>
  readonly addresses: ReadonlyMap<string, Address>
}

const usersMax = 3
const beginning: World = {
  users: new Map(), addresses: new Map(),
  contracts: new Map([
    [acme, signed({ seatsTaken: 0, activeAdmins: [] }, { usersMax })],
    [home, community({ seatsTaken: 0, activeAdmins: [] })]
  ])
}
const { roles } = facts()
const userOf = ({ users }: World, id: string) => users.get(id) ?? initial
const contractOf = ({ contracts }: World, enterprise: Path) => contracts.get(enterprise) ?? Contract.initial

const askedMail = (command: Command, user: User.User) => {
  if ("mail" in command) return command.mail
  const returns = command._tag === "ResumeCreation" || command._tag === "RecallUser"
  return returns && isKnown(user) ? user.mail : undefined
}

const factsIn = (world: World, command: Command): Facts => {
  const asked = askedMail(command, userOf(world, command.userId))
  const address = typeof asked === "string" ? world.addresses.get(mailKey(asked)) : undefined
  return facts({
    now: command._tag === "RecallUser" ? now : eraseFrom, contract: contractOf(world, command.enterprise),
    target: contractOf(world, command._tag === "AttachUser" ? command.to : command.enterprise),
    holder: address?._tag === "Held" ? address : undefined,
    isAwaited: address !== undefined && isAwaited(address, command),
    settings: { ...settings, graceDays: 0, freeSignUp: command.enterprise === home ? "automatic" : "approval" }
  })
}

const changed = <Key, Value>(map: ReadonlyMap<Key, Value>, moves: Iterable<readonly [Key, Value]>) =>
  new Map([...map, ...moves])

/** The world once this user has become that one: all three kinds of records, as one plan writes them. */
const after = (world: World, id: string, user: User.User): World => {
  const before = userOf(world, id)
  const from = isKnown(before) ? before.enterprise : undefined
  const to = isKnown(user) ? user.enterprise : from
  const events = (enterprise: Path) => {
    if (from === to || from === undefined) return rosterEvents(before, user, { roles })
    return enterprise === from ? rosterEvents(before, initial, { roles }) : rosterEvents(initial, user, { roles })
  }
  const moved = [...new Set([from, to])].flatMap((enterprise) => enterprise === undefined ? [] : [
    [enterprise, events(enterprise).reduce<Contract.Contract>(Contract.evolve, contractOf(world, enterprise))] as const
  ])
  return {
    users: changed(world.users, [[id, user]]), contracts: changed(world.contracts, moved),
    addresses: changed(world.addresses, addressMoves(before, user, world.addresses))
  }
}

/** One order in a world. An attachment also gives the blocked account up, as the use case does. */
const ordered = (world: World, command: Command): World => {
  const before = userOf(world, command.userId)
  const events = Result.getOrElse(decide(command, before, factsIn(world, command)), (): ReadonlyArray<User.Event> => [])
  return events.length === 0 ? world : after(world, command.userId, events.reduce(evolve, before))
}

// --------------------------------------------------------------------------------------- any orders at all

const ids = ["usr_a", "usr_b", "usr_c", "usr_d"].map((id) => User.UserId.make(id))
const mails = ["a@acme.example", "A@acme.example", "b@acme.example", "c@acme.example", "x@home.example"]
  .map((text) => mailOf(text))
const anyOrder: fc.Arbitrary<Command> = fc.record({
  userId: fc.constantFrom(...ids), enterprise: fc.constantFrom(acme, acme, home), mail: fc.constantFrom(...mails),
  role: fc.constantFrom("user", "admin"), to: fc.constantFrom(acme, home)
}).chain(({ mail, role, to, ...whom }) => {
  const all = ordersAbout(whom)
  const named: ReadonlyArray<Command> = [
    { ...all.CreateUser, mail, role }, { ...all.SignUp, mail }, { ...all.EditUser, mail }, { ...all.EditUser, role },
    { ...all.SetSecondaryMail, mail }, { ...all.SetSecondaryMail, mail: null }, { ...all.SetPhone, phone }
  ]
  const { CreateUser: _create, SignUp: _sign, ...others } = all
  const life: ReadonlyArray<Command> = [
    all.FinaliseUser, all.FinaliseUser, all.DeleteUser, all.RecallUser, all.EraseUser, { ...all.AttachUser, to, role }
  ]
  // Each of the three as often as the others: most doors open from an active account, and few orders make one.
  return fc.oneof(
    fc.constantFrom(...named), fc.constantFrom(...life), fc.constantFrom<Command>(...Object.values(others))
  )
})
const history = fc.array(anyOrder, { minLength: 60, maxLength: 150, size: "max" })

/** One history in which the usual mistakes show: addresses let go of, taken by another, and asked for again. */
const [first, second, third] = ids.map((userId) => ordersAbout({ enterprise: acme, userId }))
const example: ReadonlyArray<Command> = first === undefined || second === undefined || third === undefined ? [] : [
  { ...first.CreateUser, mail: mailOf("a@acme.example") }, first.FinaliseUser,
  { ...first.SetSecondaryMail, mail: mailOf("x@home.example") },
  { ...second.CreateUser, mail: mailOf("b@acme.example") }, second.FinaliseUser, first.DeleteUser,
  { ...second.SetSecondaryMail, mail: mailOf("X@home.example") },
  { ...third.CreateUser, mail: mailOf("A@acme.example") }, first.RecallUser, third.DeleteUser, first.RecallUser,
  { ...second.EditUser, mail: mailOf("x@acme.example") }, { ...second.AttachUser, to: home },
  { ...second.AttachUser, to: acme }, { ...second.AttachUser, enterprise: home, to: home },
  { ...second.AttachUser, enterprise: home, to: acme }
]
const runs = { numRuns: 60, seed: 17, examples: [[example] satisfies [ReadonlyArray<Command>]] }

const living = (world: World, enterprise: Path) =>
  [...world.users.values()].filter((user) => isKnown(user) && user.enterprise === enterprise)

const worldsOf = (orders: ReadonlyArray<Command>): ReadonlyArray<World> =>
  orders.reduce<ReadonlyArray<World>>(
    (worlds, command) => [...worlds, ordered(worlds.at(-1) ?? beginning, command)], [])

const always = (holds: (world: World) => void) =>
  fc.assert(fc.property(history, (orders) => worldsOf(orders).forEach(holds)), runs)

it("USR-1 SEC-8 whatever is ordered, an address is that user's whose account says so, and nobody else's", () => {
  always(({ users, addresses }) => {
    const said = [...users.values()].flatMap((user) => heldBy(user).map((key) => [key, user] as const))
    expect(new Set(said.map(([key]) => key)).size).toBe(said.length)
    const held = [...addresses].filter(([, address]) => address._tag === "Held")
    expect(held.map(([key]) => key).sort()).toEqual(said.map(([key]) => key).sort())
    for (const [key, user] of said) {
      if (!isKnown(user)) throw new Error("nobody else holds an address")
      expect(addresses.get(key)).toMatchObject({ _tag: "Held", userId: user.userId, enterprise: user.enterprise })
    }
  })
})

it("USR-6 an address is waited for by the blocked creations, one of an enterprise at most", () => {
  always(({ users, addresses }) => {
    for (const [key, { awaitedBy }] of addresses) {
      expect(new Set(awaitedBy.map(({ enterprise }) => enterprise)).size).toBe(awaitedBy.length)
      for (const { userId, enterprise } of awaitedBy) {
        const user = users.get(userId)
        expect(user).toMatchObject({ _tag: "CreationBlocked", enterprise })
        expect(user?._tag === "CreationBlocked" && mailKey(user.mail)).toBe(key)
      }
    }
  })
})

it("USR-1 whatever changes hands was looked up before it was decided", () => {
  fc.assert(fc.property(history, (orders) => {
    orders.reduce((world, command) => {
      const [before, next] = [userOf(world, command.userId), ordered(world, command)]
      const looked = concerned(before, askedMail(command, before))
      const moves = addressMoves(before, userOf(next, command.userId), world.addresses)
      for (const [key] of moves) expect(looked).toContain(key)
      return next
    }, beginning)
  }), runs)
})

it("CTR-9 SEC-33 the seats of a contract are those of its users, and never more than it allows", () => {
  always((world) => {
    for (const enterprise of [acme, home]) {
      const contract = contractOf(world, enterprise)
      if (contract._tag === "Unsigned") throw new Error("both have contracts")
      expect(contract.seatsTaken).toBe(living(world, enterprise).filter(holdsSeat).length)
      expect(contract.seatsTaken).toBeLessThanOrEqual(contract.terms.usersMax)
    }
  })
})

const adminsIn = (world: World, enterprise: Path) =>
  living(world, enterprise).flatMap((user) => isKnown(user) && isActiveAdmin(user, { roles }) ? [user.userId] : [])

it("ROL-1 the roster names the active admins, and no order but a lock ever leaves none", () => {
  fc.assert(fc.property(history, (orders) => {
    orders.reduce((world, command) => {
      const next = ordered(world, command)
      for (const enterprise of [acme, home]) {
        const [had, has] = [adminsIn(world, enterprise), adminsIn(next, enterprise)]
        const contract = contractOf(next, enterprise)
        expect(contract._tag === "Signed" ? [...contract.activeAdmins].sort() : []).toEqual([...has].sort())
        if (had.length > 0 && command._tag !== "LockUser") expect(has.length).toBeGreaterThan(0)
      }
      return next
    }, beginning)
  }), runs)
})

it("the histories reach every status, and lead through attachments and recalls", () => {
  const reached = new Set<string>()
  fc.assert(fc.property(history, (orders) => {
    worldsOf(orders).reduce((before, world) => {
      for (const [id, user] of world.users) {
        const earlier = userOf(before, id)
        reached.add(user._tag)
        if (isKnown(user) && isKnown(earlier) && user.enterprise !== earlier.enterprise) reached.add("attached")
        if (isKnown(user) && earlier._tag === "Deleted" && user._tag !== "Deleted") reached.add("recalled")
      }
      return world
    }, beginning)
  }), runs)
  for (const one of [...User.statuses, "Erasing", "Erased", "attached", "recalled"]) expect(reached).toContain(one)
})

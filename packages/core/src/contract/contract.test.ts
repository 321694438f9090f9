/** A contract: signed once, changed as it is agreed, and the roster that it keeps of the people whom it covers. */
import * as DateTime from "effect/DateTime"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { acme, community, domainNamed, mailOf, now, phone, signed, terms } from "../../test/people.ts"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import * as Contract from "./model.ts"
import { mayJoin, sameTerms, seatsLeft } from "./rules.ts"
import { concept, rosterChange } from "./use-cases.ts"

const facts = { now, newId: "ent_1", quota: { thresholds: [80], reservationSeconds: 60 }, limits: { mode: {} } }
const agreed = terms()
const signing = Contract.SignContract.make({ enterprise: acme, terms: agreed })
const changing = (more: Partial<Contract.Terms>) =>
  Contract.ChangeTerms.make({ enterprise: acme, terms: { ...agreed, ...more } })

type Then = Decision<Contract.Event, Contract.Refusal>
const cases: ReadonlyArray<readonly [what: string, Contract.Command, Contract.Contract, Then]> = [
  ["an enterprise joins by its contract", signing, initial,
    accept(Contract.ContractSigned.make({ enterprise: acme, enterpriseId: "ent_1", at: now, terms: agreed }))],
  ["which is signed once", signing, signed(), refuse(Contract.AlreadySigned.make({ enterprise: acme }))],
  ["what was agreed changes", changing({ usersMax: 1 }), signed(),
    accept(Contract.TermsChanged.make({ terms: { ...agreed, usersMax: 1 } }))],
  ["the same once more is nothing", changing({}), signed(), nothing],
  ["where nothing was signed nothing changes", changing({}), initial,
    refuse(Contract.NoContract.make({ enterprise: acme }))]
]

it.each(cases)("CTR-9 %s", (_what, command, contract, then) => {
  expect(decide(command, contract, facts)).toEqual(then)
})

it("CTR-9 one term that differs is another agreement", () => {
  const others: ReadonlyArray<Partial<Contract.Terms>> = [
    { usersMax: 6 }, { storageBytesMax: 1 }, { domains: null }, { domains: [domainNamed("else.example")] },
    { domains: [...agreed.domains ?? [], domainNamed("else.example")] },
    { accountManager: { ...agreed.support, name: "Dominique" } },
    { support: { ...agreed.support, mail: mailOf("help@vendor.example") } },
    { support: { ...agreed.support, phone } }, { accountManager: { ...agreed.accountManager, phone } }
  ]
  expect(sameTerms(agreed, { ...agreed })).toBe(true)
  for (const other of others) expect(sameTerms(agreed, { ...agreed, ...other })).toBe(false)
})

it("CTR-9 what all may store together is the limit of the enterprise's place, and follows what is agreed", () => {
  const limitAfter = (event: Contract.Event) => concept.aside([event], evolve(signed(), event), facts).ledger
  const limit = (amount: number) => [{
    _tag: "SetLimit", node: acme, resource: "bytes", limit: { amount, mode: "hard", thresholds: [80] }
  }]
  expect(limitAfter(Contract.ContractSigned.make({ enterprise: acme, enterpriseId: "e", at: now, terms: agreed })))
    .toEqual(limit(1_000))
  expect(limitAfter(Contract.TermsChanged.make({ terms: { ...agreed, storageBytesMax: 5 } }))).toEqual(limit(5))
  expect(limitAfter(Contract.SeatsTaken.make({ count: 1 }))).toEqual([])
  const soft = { ...facts, limits: { mode: { bytes: "soft" } } } as const
  const event = Contract.TermsChanged.make({ terms: agreed })
  expect(concept.aside([event], signed(), soft).ledger).toMatchObject([{ limit: { mode: "soft" } }])
})

it("CTR-9 a contract that is signed begins with nobody, whatever was there", () => {
  const at = DateTime.add(now, { days: 1 })
  const event = Contract.ContractSigned.make({ enterprise: acme, enterpriseId: "ent_9", at, terms: agreed })
  expect(evolve(initial, event)).toEqual(Contract.Signed.make({
    enterprise: acme, enterpriseId: "ent_9", signedAt: at, terms: agreed, seatsTaken: 0, activeAdmins: []
  }))
})

describe("the roster", () => {
  it("is kept for those who signed, and for nobody else", () => {
    const moves = [Contract.SeatsTaken.make({ count: 1 }), Contract.AdminJoined.make({ userId: "usr_ada" })]
    expect(moves.reduce<Contract.Contract>(evolve, initial)).toEqual(initial)
  })

  it("CTR-9 who is beyond what is agreed later stays, and nobody joins until there is room", () => {
    const lowered = evolve(signed({ seatsTaken: 4 }), Contract.TermsChanged.make({ terms: { ...agreed, usersMax: 3 } }))
    const given = [1, 2, 3].map((count) => seatsLeft(evolve(lowered, Contract.SeatsGivenBack.make({ count }))))
    expect([lowered, seatsLeft(lowered), given]).toMatchObject([{ seatsTaken: 4 }, 0, [0, 1, 2]])
  })

  it("never has fewer than no seats taken, and is only checked where nobody comes or goes", () => {
    expect(evolve(signed({ seatsTaken: 1 }), Contract.SeatsGivenBack.make({ count: 3 })))
      .toMatchObject({ seatsTaken: 0 })
    const found = { state: signed(), basedOn: 7 }
    expect(rosterChange(acme, found, [])).toEqual({ concept: "contract", id: acme, basedOn: 7, events: [] })
    expect(rosterChange(acme, found, [Contract.SeatsTaken.make({ count: 1 })]))
      .toMatchObject({ basedOn: 7, next: { seatsTaken: 3 } })
  })

  it("ROL-1 names each active admin once, whatever joins and leaves", () => {
    const userId = fc.constantFrom("usr_a", "usr_b", "usr_c")
    const move = fc.record({ userId, joins: fc.boolean() })
    fc.assert(fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
      const expected = new Set<string>()
      const contract = moves.reduce<Contract.Contract>((before, { joins, ...who }) => {
        if (joins) expected.add(who.userId)
        else expected.delete(who.userId)
        return evolve(before, (joins ? Contract.AdminJoined : Contract.AdminLeft).make(who))
      }, signed({ activeAdmins: [] }))
      expect(contract).toMatchObject({ activeAdmins: expect.any(Array) })
      expect(contract._tag === "Signed" ? [...contract.activeAdmins].sort() : []).toEqual([...expected].sort())
    }))
  })
})

it("USR-1 an address joins by its own domain, not by one above or below it, and any address a community", () => {
  const join = (mail: string, contract = signed()) => mayJoin(mailOf(mail), contract.terms)
  expect(["ada@acme.example", "ada@ACME.example", "ada@mail.acme.example", "ada@example.com", "ada@notacme.example"]
    .map((mail) => join(mail))).toEqual([true, true, false, false, false])
  expect(join("ada@gmail.example", community())).toBe(true)
})

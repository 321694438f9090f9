/** Compiled decisions: the answers of `permit`, and lists that show exactly what may be asked for one by one. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { isWithin, lineage, Path } from "../kernel/path.ts"
import { type Actor, type Grant, type Permission, permit } from "../kernel/permit.ts"
import { type Bar, Barred, type Decision, type Held, type World } from "./decisions-model.ts"
import { type Decisions, decisionsOf } from "./decisions.ts"
import { wordings } from "./decisions-wording.ts"

const path = (text: string) => Path.make(text)
const permissions: ReadonlyArray<Permission> = ["account.see", "account.edit", "account.delete"]
const limits = [1, 2, 500]

/** The usual mistakes show here: a name that begins like another, other letters, and what sorts around `>`. */
const names = ["acme", "acme b", "acme>a", "acme>a b>c", "acme>a>b", "acme>a>b>c", "acme2", "acme2>a", "Acme>a"]
const places = names.map(path)
const unknown = ["acme>z", "acme>a>b>c>d", "acme>a z", "zeta"].map(path)
const questions: ReadonlyArray<Path | undefined> = [...places, ...unknown, undefined]

const at = (permission: Permission, reach: "itself" | "below" | "within", place: string): Grant =>
  ({ permission, reach, place: path(place) })
const ada: Actor = {
  id: "acc_1", name: "ada", grants: [
    at("account.see", "within", "acme"), at("account.edit", "itself", "acme>a>b"),
    at("account.edit", "below", "acme>a"), at("account.edit", "within", "acme"),
    at("account.delete", "below", "acme>a>b>c")
  ]
}
const bob: Actor = {
  id: "acc_2", name: "bob", grants: [{ permission: "account.edit", reach: "everywhere" }],
  withheld: [{ grant: at("account.delete", "within", "acme>a"), proof: { level: 2, fresh: true } }]
}
const blocked: Bar = { place: path("acme>a"), permissions: ["account.edit"] }
const example: World = { places, actors: [ada, bob], barred: [blocked, { ...blocked, place: path("acme>a>b>c") }] }

const anySegment = fc.constantFrom("a", "b", "ab", "a b", "a!", "\u{1F600}")
const anyPlace = fc.array(anySegment, { minLength: 1, maxLength: 4 }).map((segments) => path(segments.join(">")))
const anyPermission = fc.constantFrom(...permissions)
const anyGrant: fc.Arbitrary<Grant> = fc.oneof(
  { weight: 9, arbitrary: fc.record({
    permission: anyPermission, reach: fc.constantFrom("itself" as const, "below" as const, "within" as const),
    place: anyPlace
  }) },
  { weight: 1, arbitrary: fc.record({ permission: anyPermission, reach: fc.constant("everywhere" as const) }) }
)
const anyWithheld = fc.record({ grant: anyGrant, proof: fc.constant({ level: 2 as const, fresh: false }) })
const anyActor = fc.record({
  name: fc.constantFrom("ada", "bob"), grants: fc.array(anyGrant, { maxLength: 8 }),
  withheld: fc.array(anyWithheld, { maxLength: 2 })
})
const anyActors = fc.array(anyActor, { minLength: 1, maxLength: 3 })
  .map((actors) => actors.map((actor, index): Actor => ({ id: `acc_${index}`, ...actor })))
const anyWorld: fc.Arbitrary<World> = fc.record({
  places: fc.array(anyPlace, { maxLength: 12 }), actors: anyActors,
  barred: fc.array(fc.record({
    place: anyPlace, permissions: fc.array(anyPermission, { minLength: 1, maxLength: 2 })
  }), { maxLength: 3 })
})

/** Runs a law on the example and on worlds drawn at random, with other names to ask about. */
const law = (holds: (world: World, asked: ReadonlyArray<Path | undefined>) => void): void => {
  holds(example, questions)
  fc.assert(fc.property(anyWorld, fc.array(anyPlace, { maxLength: 4 }), (world, others) => {
    holds(world, [...world.places, ...others, undefined])
  }), { numRuns: 300 })
}

/** The answer as the kernel gives it, and the nearest bar above, looked for one by one. */
const expected = (
  { barred = [] }: World, actor: Actor, permission: Permission, asked: Path | undefined
): Decision => {
  const permitted = permit(actor, permission, asked)
  if (Result.isFailure(permitted)) return permitted.failure
  const grant = permitted.success
  const by = asked === undefined ? undefined : lineage(asked).find((place) =>
    barred.some((bar) => bar.place === place && bar.permissions.includes(permission)))
  return by === undefined || asked === undefined
    ? { _tag: "Allowed", grant, through: grant.reach === "everywhere" ? undefined : grant.place }
    : Barred.make({ actor: actor.name, permission, path: asked, by })
}

const every = (
  { actors }: World, asked: ReadonlyArray<Path | undefined>,
  look: (actor: Actor, permission: Permission, place: Path | undefined) => void
): void => {
  for (const actor of actors) for (const permission of permissions) for (const place of asked) {
    look(actor, permission, place)
  }
}

/** All pages of a list, one after the other. */
const allPages = ({ onWhat }: Decisions, actorId: string, permission: Permission, limit: number) => {
  const found: Array<Held> = []
  for (let after: string | undefined, more = true; more;) {
    const { items, next } = onWhat(actorId, permission, after === undefined ? { limit } : { limit, after })
    expect(items.length).toBeLessThanOrEqual(limit)
    found.push(...items)
    more = next !== undefined
    after = next
  }
  return found
}

describe("one question", () => {
  it("ROL-6 ROL-7 is answered as permit answers it: the same grant, the same no, and the bar above if any", () => {
    law((world, asked) => {
      const { decide } = decisionsOf(world)
      every(world, asked, (actor, permission, place) => {
        expect(decide(actor.id, permission, place)).toEqual(expected(world, actor, permission, place))
      })
    })
  })

  it("ROL-7 the first grant that reaches is named, with the ancestor it came through", () => {
    const { decide } = decisionsOf({ ...example, barred: [] })
    const through = (place: string) => decide("acc_1", "account.edit", path(place))
    expect(through("acme>a>b")).toEqual({ _tag: "Allowed", grant: ada.grants[1], through: "acme>a>b" })
    expect(through("acme>a>b>c>d")).toEqual({ _tag: "Allowed", grant: ada.grants[2], through: "acme>a" })
    expect(through("acme>a")).toEqual({ _tag: "Allowed", grant: ada.grants[3], through: "acme" })
    expect(through("acme b")).toMatchObject({ _tag: "NoSuchAccount" })
  })

  it("ROL-7 a power that a status takes away is told so, with the nearest place that has the status", () => {
    const { decide } = decisionsOf(example)
    expect(decide("acc_1", "account.edit", path("acme>a>b"))).toMatchObject({ _tag: "Barred", by: "acme>a" })
    expect(decide("acc_1", "account.edit", path("acme>a>b>c>d"))).toMatchObject({ _tag: "Barred", by: "acme>a>b>c" })
    expect(decide("acc_1", "account.see", path("acme>a>b"))).toMatchObject({ _tag: "Allowed" })
    expect(decide("acc_1", "account.edit", path("acme"))).toMatchObject({ _tag: "Allowed" })
  })

  it("SEC-35 who may not see a place is not told that a status bars it", () => {
    const blind: Actor = { id: "acc_3", name: "eve", grants: [at("account.see", "within", "acme2")] }
    const { decide } = decisionsOf({ ...example, actors: [blind] })
    expect(decide("acc_3", "account.edit", path("acme>a"))).toMatchObject({ _tag: "NoSuchAccount" })
    expect(decide("acc_9", "account.edit", path("acme>a"))).toMatchObject({ _tag: "NoSuchAccount" })
    expect(decide("acc_9", "account.edit", undefined)).toMatchObject({ _tag: "NotPermitted" })
  })
})

describe("lists", () => {
  it("SEC-40 who may: everyone who is allowed when asked one by one, by the same grant, and nobody else", () => {
    law((world, asked) => {
      const { decide, whoMay } = decisionsOf(world)
      for (const permission of permissions) for (const place of asked) {
        const singles = world.actors.map(({ id }) => ({ actorId: id, allowed: decide(id, permission, place) }))
        expect(whoMay(permission, place)).toEqual(singles.filter(({ allowed }) => allowed._tag === "Allowed"))
      }
    })
  })

  it("SEC-40 on what: every place that is allowed when asked for one by one, once, on pages of any size", () => {
    law((world) => {
      const decisions = decisionsOf(world)
      for (const { id } of world.actors) for (const permission of permissions) for (const limit of limits) {
        const listed = allPages(decisions, id, permission, limit)
        const singles = [...new Set(world.places)]
          .map((place) => ({ place, allowed: decisions.decide(id, permission, place) }))
          .filter(({ allowed }) => allowed._tag === "Allowed")
        expect(new Map(listed.map(({ place, allowed }) => [place, allowed])))
          .toEqual(new Map(singles.map(({ place, allowed }) => [place, allowed])))
        expect(listed).toHaveLength(singles.length)
      }
    })
  })

  it("SEC-40 every place is followed by what stands below it, and a page goes on after a place that is gone", () => {
    const everywhere: Actor = { id: "acc_4", name: "op", grants: [{ permission: "account.see", reach: "everywhere" }] }
    const { onWhat } = decisionsOf({ places, actors: [everywhere] })
    const namesOf = (after?: string) =>
      onWhat("acc_4", "account.see", { limit: 500, ...after === undefined ? {} : { after } })
        .items.map(({ place }) => place)
    expect(namesOf()).toEqual([
      "Acme>a", "acme", "acme>a", "acme>a>b", "acme>a>b>c", "acme>a b>c", "acme b", "acme2", "acme2>a"
    ])
    expect(namesOf("acme>a>b>a")).toEqual(["acme>a>b>c", "acme>a b>c", "acme b", "acme2", "acme2>a"])
    expect(namesOf("zeta")).toEqual([])
  })
})

describe("what is granted", () => {
  it("ROL-4 one grant more never takes a power away", () => {
    law((world, asked) => {
      const before = decisionsOf(world)
      fc.assert(fc.property(anyGrant, (grant) => {
        const actors = world.actors.map((actor) => ({ ...actor, grants: [grant, ...actor.grants] }))
        const after = decisionsOf({ ...world, actors })
        every(world, asked, ({ id }, permission, place) => {
          if (before.decide(id, permission, place)._tag !== "Allowed") return
          expect(after.decide(id, permission, place)._tag).toBe("Allowed")
        })
      }), { numRuns: 3 })
    })
  })

  it("ROL-6 SEC-39 a grant elsewhere gives nothing here: not beside, not above, not to another actor", () => {
    law((world, asked) => {
      const before = decisionsOf(world)
      fc.assert(fc.property(anyGrant, (grant) => {
        fc.pre(grant.reach !== "everywhere")
        const [first, ...others] = world.actors
        if (first === undefined) return
        const actors = [{ ...first, grants: [...first.grants, grant] }, ...others]
        const after = decisionsOf({ ...world, actors })
        every(world, asked, ({ id }, permission, place) => {
          if (id === first.id && place !== undefined && isWithin(place, grant.place)) return
          expect(after.decide(id, permission, place)).toEqual(before.decide(id, permission, place))
        })
      }), { numRuns: 3 })
    })
  })
})

describe("SEC-57 nothing is remembered between questions, or between actors", () => {
  it("two compilations answer the same, whatever was asked before", () => {
    law((world, asked) => {
      const [one, other] = [decisionsOf(world), decisionsOf(structuredClone(world))]
      const answers = (decisions: Decisions, order: ReadonlyArray<Path | undefined>) => {
        const told: Array<readonly [string, Decision]> = []
        every(world, order, (actor, permission, place) => {
          told.push([`${actor.id} ${permission} ${place}`, decisions.decide(actor.id, permission, place)])
        })
        return new Map(told)
      }
      expect(answers(one, asked)).toEqual(answers(other, [...asked].reverse()))
      expect(answers(one, asked)).toEqual(answers(one, asked))
    })
  })

  it("an actor is answered the same among others and alone", () => {
    law((world, asked) => {
      const together = decisionsOf(world)
      const alone = new Map(world.actors.map((actor) => [actor.id, decisionsOf({ ...world, actors: [actor] })]))
      every(world, asked, ({ id }, permission, place) => {
        expect(together.decide(id, permission, place)).toEqual(alone.get(id)?.decide(id, permission, place))
      })
    })
  })
})

it("ROL-7 a bar is told in both languages, with all that it looked at", () => {
  const barred = Barred.make({ actor: "ada", permission: "account.edit", path: path("acme>a"), by: path("acme") })
  for (const { Barred: tell } of [wordings.en, wordings.fr]) {
    for (const fact of ["ada", "account.edit", "acme>a", "acme"]) expect(tell(barred)).toContain(fact)
  }
  expect(wordings.fr.Barred(barred)).not.toBe(wordings.en.Barred(barred))
})

/** The promises of `ResourceLists`: whatever stands where, the list is what its definition says, page after page. */
import { type Page, type PageRequest, pageOf, Path, Resource, type Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { segments } from "./accounts.ts"
import { planOf, times } from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { same } from "./same.ts"

const acme = Path.make("acme")
const node = (nodeId: string, place: string): Resource.Node =>
  Resource.Node.make({
    nodeId: Resource.NodeId.make(nodeId), place: Path.make(place), kind: "company", client: acme, clientId: "ent_1",
    grants: [], fileActions: [], dataManagers: []
  })
const nodesAt = (places: ReadonlyArray<string>) => places.map((place, index) => node(`res_${index}`, place))

const keepAll = ({ records }: Storage, nodes: ReadonlyArray<Resource.Node>, basedOn = 0) =>
  records.commit(planOf(nodes.map((one) => ({
    concept: "resource", id: one.nodeId, basedOn, next: Resource.concept.state.write(one), events: [{}]
  }))))

/** Compares a list with its definition: page by page, from its beginning to its end. */
const likeItsDefinition = (
  { resourceLists }: Storage, nodes: ReadonlyArray<Resource.Node>, place: Path, limit: number
) =>
  Effect.gen(function*() {
    for (let request: PageRequest | undefined = { limit }; request !== undefined;) {
      const page: Page<Resource.Node> = yield* resourceLists.within(place)(request)
      same(`after ${request.after ?? "nothing"}`, page, pageOf(nodes, Resource.within(place), request))
      request = page.next === undefined ? undefined : { after: page.next, limit }
    }
  })

const crowd = nodesAt([
  "acme", "acme>a", "acme>A", "acme>a>b", "acme>a b", "acme>\u00e9", "acme>\u{1f600}", "acme>\ufffd", "acme 2", "acme2",
  "acme2>a", "Acme>a", "acme=", "acme!", "b>acme>a", "acme>z>y>x"
])
const places: fc.Arbitrary<ReadonlyArray<string>> =
  fc.uniqueArray(fc.array(segments, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(">")), { maxLength: 9 })

export const resourceListsSuite = suite([
  promise("RL-1 the resources at a place and below it, by place, without what only begins alike", ({ storage }) =>
    Effect.gen(function*() {
      yield* keepAll(storage, crowd)
      for (const place of ["acme", "acme>a", "acme2", "b", "Acme", "acme>z>y>x", "nobody"]) {
        for (const limit of [1, 3, 100]) yield* likeItsDefinition(storage, crowd, Path.make(place), limit)
      }
    })),

  promise("RL-2 law: any resources, in pages of any size, as each is now", ({ storage }) =>
    Effect.tryPromise({
      try: async () => {
        let runs = 0
        const kept: Array<Resource.Node> = []
        await fc.assert(fc.asyncProperty(places, fc.integer({ min: 1, max: 5 }), async (drawn, limit) => {
          runs += 1
          const fresh = drawn.map((place, index) => node(`res_${runs}_${index}`, `acme>r${runs}>${place}`))
          await Effect.runPromise(keepAll(storage, fresh))
          await Effect.runPromise(likeItsDefinition(storage, [...kept, ...fresh], acme, limit))
          const turned = fresh.map((one): Resource.Node => ({ ...one, kind: "record" }))
          await Effect.runPromise(keepAll(storage, turned, 1))
          kept.push(...turned)
          await Effect.runPromise(likeItsDefinition(storage, kept, acme, limit))
        }), { numRuns: 12, examples: [[times(4, (index) => `n${index}`), 2]] })
      },
      catch: (failure) => failure
    })),

  promise("RL-3 a page continues after the last place seen, whatever came, went or moved meanwhile", ({ storage }) =>
    Effect.gen(function*() {
      const named = (...names: ReadonlyArray<string>) => names.map((name) => node(`res_${name}`, `acme>${name}`))
      const list = storage.resourceLists.within(acme)
      const placesOf = ({ items, next }: Page<Resource.Node>) => [items.map(({ place }) => place), next ?? "none"]
      yield* keepAll(storage, named("b", "d", "f", "h"))
      same("the first page", placesOf(yield* list({ limit: 2 })), [["acme>b", "acme>d"], "acme>d"])
      yield* keepAll(storage, named("e"))
      yield* keepAll(storage, [node("res_b", "acme>g"), node("res_d", "acme2>d"), node("res_f", "acme>a>f")], 1)
      same("the second", placesOf(yield* list({ after: "acme>d", limit: 2 })), [["acme>e", "acme>g"], "acme>g"])
      same("the end", placesOf(yield* list({ after: "acme>g", limit: 2 })), [["acme>h"], "none"])
      same("anew", placesOf(yield* list({ limit: 9 })), [["acme>a>f", "acme>e", "acme>g", "acme>h"], "none"])
    }))
])

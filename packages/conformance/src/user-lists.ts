/** The promises of `UserLists`: for any users at all, each page and each count is what its definition says. */
import { type Page, type PageRequest, pageOf, Path, type Storage, User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { instant, longName, planOf, times } from "./plans.ts"
import { type Opened, promise, suite } from "./promise.ts"
import { atOnce, same } from "./same.ts"
import { enterprises, inStatus, type KeptUser, userCalled, userCrowd, userCrowds } from "./users.ts"

const acme = Path.make("acme")
const columns = User.Column.literals
const directions = [false, true]
const query = (more: Partial<User.UserQuery> = {}): User.UserQuery =>
  ({ enterprise: acme, statuses: [], sort: "lastName", descending: false, ...more })
/** By every column, in both directions. */
const everyOrder = (more: Partial<User.UserQuery> = {}): ReadonlyArray<User.UserQuery> =>
  columns.flatMap((sort) => directions.map((descending) => query({ ...more, sort, descending })))

/** Keeps users as they are now, all in one plan, each at the version that it is at. */
const keepAll = ({ records }: Storage, users: ReadonlyArray<KeptUser>, basedOn = 0) =>
  records.commit(planOf(users.map((user) => ({
    concept: "user", id: user.userId, basedOn, next: User.concept.state.write(user), events: [{}]
  }))))

const written = ({ items, ...more }: Page<User.Known>) => ({ ...more, items: items.map(User.concept.state.write) })

/** Compares a list with its definition: page by page, from its beginning to its end. */
const likeItsDefinition = (
  { userLists }: Storage, users: ReadonlyArray<KeptUser>, asked: User.UserQuery, limit: number
) =>
  Effect.gen(function*() {
    const known = users.filter(User.isKnown)
    for (let request: PageRequest | undefined = { limit }; request !== undefined;) {
      const page: Page<User.Known> = yield* userLists.list(asked)(request)
      const hoped = pageOf(known, User.listing(asked), request, asked.descending)
      same(`${asked.sort} after ${request.after ?? "nothing"}`, written(page), written(hoped))
      request = page.next === undefined ? undefined : { after: page.next, limit }
    }
  })

const countsOf = (users: ReadonlyArray<KeptUser>, enterprise: Path) =>
  Object.fromEntries(User.statuses.map((status) =>
    [status, users.filter((user) => user._tag === status && user.enterprise === enterprise).length]))

/** Compares the counts of an enterprise with those of who is there. */
const countedRight = ({ userLists }: Storage, users: ReadonlyArray<KeptUser>, enterprise: Path) =>
  Effect.map(userLists.counts(enterprise), (counts) =>
    same(`the users of ${enterprise}`, counts, countsOf(users, enterprise)))

/** Keeps the crowd in which every usual mistake shows, and asks for lists of it. */
const onTheCrowd = (
  { storage }: Opened, queries: ReadonlyArray<User.UserQuery>, limits: ReadonlyArray<number>
) =>
  Effect.gen(function*() {
    yield* keepAll(storage, userCrowd)
    for (const asked of queries) for (const limit of limits) yield* likeItsDefinition(storage, userCrowd, asked, limit)
  })

/** Keeps crowd after crowd, nobody twice, and asks every time about all who are kept so far. */
const onAnyUsers = <Input>(
  { storage }: Opened, inputs: fc.Arbitrary<Input>, example: Input,
  law: (users: ReadonlyArray<KeptUser>, input: Input) => Effect.Effect<void, unknown>
) =>
  Effect.tryPromise({
    try: async () => {
      const kept: Array<KeptUser> = [...userCrowd]
      await Effect.runPromise(keepAll(storage, userCrowd))
      let runs = 0
      await fc.assert(fc.asyncProperty(userCrowds, inputs, async (drawn, input) => {
        runs += 1
        const fresh = drawn.map((user) => ({ ...user, userId: User.UserId.make(`${user.userId}r${runs}`) }))
        await Effect.runPromise(keepAll(storage, fresh))
        kept.push(...fresh)
        await Effect.runPromise(law(kept, input))
      }), { numRuns: 20, examples: [[[], example], [named("late"), example]] })
    },
    catch: (failure) => failure
  })

const places = fc.constantFrom(...enterprises)
const queries: fc.Arbitrary<User.UserQuery> = fc.record({
  enterprise: fc.oneof(fc.constant(acme), places),
  statuses: fc.array(fc.constantFrom(...User.statuses), { maxLength: 3 }),
  sort: fc.constantFrom(...columns), descending: fc.boolean()
})

/** About as long as a name of an enterprise gets, and a key of four bytes a letter: no engine makes either shorter. */
const longPlace = Path.make((longName.match(/.{1,99}/g) ?? []).slice(0, 10).join(">"))
const rare = String.fromCodePoint(...times(400, (index) => 0x10000 + index * 7919 % 0x8000))

const named = (...names: ReadonlyArray<string>) =>
  names.map((name) => userCalled(`usr_${name}`, acme, [name, name, name]))
const idsOf = ({ items, next }: Page<User.Known>) => [items.map(({ userId }) => userId), next ?? "none"]
const keyOf = (name: string) => [name, name, `usr_${name}`].join(User.keySeparator)

export const userListsSuite = suite([
  promise("U-1 the users of an enterprise by any column, upwards, page after page", (opened) =>
    onTheCrowd(opened, everyOrder().filter(({ descending }) => !descending), [1, 7, 500])),

  promise("U-2 the same downwards is the list read backwards, page after page", (opened) =>
    onTheCrowd(opened, everyOrder().filter(({ descending }) => descending), [5, 500])),

  promise("U-3 those of some statuses only, each once, however often a status is named", (opened) =>
    onTheCrowd(opened, ([
      ["Locked"], ["Deleted"], ["Active", "Suspended"], ["PendingApproval", "CreationBlocked", "NotFinalised"],
      ["Active", "Active"], [...User.statuses, ...User.statuses]
    ] as const).flatMap((statuses) => everyOrder({ statuses })), [7])),

  promise("U-4 nobody of an enterprise whose name only looks alike, and nobody of what stands below it", (opened) =>
    onTheCrowd(opened, enterprises.flatMap((enterprise) => [
      query({ enterprise }), query({ enterprise, descending: true }), query({ enterprise, statuses: ["Active"] })
    ]), [4])),

  promise("U-5 who is about to be erased, or is erased, is in no list and no count", ({ storage }) =>
    Effect.gen(function*() {
      const active = named("a", "b", "c")
      yield* keepAll(storage, active)
      const fates = ["Active", "Erasing", "Erased"] as const
      const gone = active.map((user, index) => inStatus(fates[index] ?? "Active", user))
      yield* keepAll(storage, gone, 1)
      for (const asked of everyOrder()) yield* likeItsDefinition(storage, gone, asked, 10)
      yield* countedRight(storage, gone, acme)
    })),

  promise("U-6 of two who are equal by name, the id decides; of two of one last name, the first name", ({ storage }) =>
    Effect.gen(function*() {
      const equals = times(6, (index) => {
        const calling = ["martin", index < 3 ? "zoe" : "ana", "m"] as const
        return userCalled(`usr_${index}`, acme, calling, { lastSignInAt: instant(index % 2) })
      })
      yield* keepAll(storage, equals.toReversed())
      const first = yield* storage.userLists.list(query())({ limit: 4 })
      same("by last name", first.items.map(({ userId }) => userId), ["usr_3", "usr_4", "usr_5", "usr_0"])
      for (const asked of everyOrder()) yield* likeItsDefinition(storage, equals, asked, 1)
    })),

  promise("U-7 sort keys are compared by code point and to their end, however long they are", ({ storage }) =>
    Effect.gen(function*() {
      const long = "x".repeat(2_000)
      const short = ["\u{1f600}", "\ufffd", "\u00e9", "e\u0301", "E", "e", "ee"]
      const keys = [...short, `${long}b`, long, `${long}a`, `${long}\u{1f600}`, rare, `${rare}a`]
      for (const enterprise of [acme, longPlace]) {
        const users = keys.map((key, index) =>
          userCalled(`usr_${enterprise.length}_${index}`, enterprise, [key, key, key]))
        yield* keepAll(storage, users)
        for (const asked of everyOrder({ enterprise })) for (const limit of [1, 3]) {
          yield* likeItsDefinition(storage, users, asked, limit)
        }
      }
    })),

  promise("U-8 who never signed in comes before all who did, and after them downwards", ({ storage }) =>
    Effect.gen(function*() {
      const users = [null, instant(5), instant(-5), null].map((lastSignInAt, index) =>
        userCalled(`usr_${index}`, acme, ["m", "m", "m"], { lastSignInAt }))
      yield* keepAll(storage, users)
      const ids = (descending: boolean) =>
        Effect.map(storage.userLists.list(query({ sort: "lastSignInAt", descending }))({ limit: 9 }), idsOf)
      same("upwards", yield* ids(false), [["usr_0", "usr_3", "usr_2", "usr_1"], "none"])
      same("downwards", yield* ids(true), [["usr_1", "usr_2", "usr_3", "usr_0"], "none"])
      yield* likeItsDefinition(storage, users, query({ sort: "lastSignInAt" }), 1)
      yield* likeItsDefinition(storage, users, query({ sort: "lastSignInAt", descending: true }), 1)
    })),

  promise("U-9 law: any users, by any column, either way, of any statuses, in pages of any size", (opened) =>
    onAnyUsers<readonly [User.UserQuery, number]>(
      opened, fc.tuple(queries, fc.integer({ min: 1, max: 12 })), [query(), 7],
      (users, [asked, limit]) => likeItsDefinition(opened.storage, users, asked, limit)
    )),

  promise("U-10 a page continues after the last key seen, whoever came or went meanwhile, either way", ({ storage }) =>
    Effect.gen(function*() {
      const people = named("b", "d", "f", "h")
      yield* keepAll(storage, people)
      const up = storage.userLists.list(query())
      const down = storage.userLists.list(query({ descending: true }))
      same("the first page", idsOf(yield* up({ limit: 2 })), [["usr_b", "usr_d"], keyOf("d")])
      same("the last page", idsOf(yield* down({ limit: 2 })), [["usr_h", "usr_f"], keyOf("f")])
      yield* keepAll(storage, named("a", "c", "e", "g", "i"))
      const gone = people.slice(1, 3).map((user) => inStatus("Erased", user))
      yield* keepAll(storage, gone, 1)
      same("the second page", idsOf(yield* up({ after: keyOf("d"), limit: 2 })), [["usr_e", "usr_g"], keyOf("g")])
      same("the one before", idsOf(yield* down({ after: keyOf("f"), limit: 2 })), [["usr_e", "usr_c"], keyOf("c")])
      same("the end", idsOf(yield* up({ after: keyOf("g"), limit: 2 })), [["usr_h", "usr_i"], "none"])
      same("the beginning", idsOf(yield* down({ after: keyOf("c"), limit: 2 })), [["usr_b", "usr_a"], "none"])
    })),

  promise("U-11 what a commit changed is listed and counted at once as it is, and nowhere else", ({ storage }) =>
    Effect.gen(function*() {
      const joined = Path.make("acme2")
      const people = times(8, (index) => userCalled(`usr_${index}`, acme, [`n${index}`, "m", "m"]))
      yield* keepAll(storage, people)
      const turned = people.map((user, index): KeptUser => {
        if (index < 2) return inStatus("Suspended", user)
        if (index < 4) return { ...user, enterprise: joined }
        if (index < 6) return { ...user, role: "admin", lastSignInAt: instant(-index) }
        return { ...user, sortKeys: { lastName: `a${index}`, firstName: "z", mail: `${9 - index}` } }
      })
      yield* atOnce(turned.map((user) => keepAll(storage, [user], 1)))
      for (const enterprise of [joined, acme]) {
        for (const asked of everyOrder({ enterprise })) yield* likeItsDefinition(storage, turned, asked, 3)
        yield* countedRight(storage, turned, enterprise)
      }
      yield* likeItsDefinition(storage, turned, query({ statuses: ["Suspended"] }), 3)
    })),

  promise("U-12 law: the counts of an enterprise are those of who is there, after every change", (opened) =>
    onAnyUsers(opened, places, acme, (users, enterprise) =>
      Effect.andThen(countedRight(opened.storage, users, acme), countedRight(opened.storage, users, enterprise))))
])

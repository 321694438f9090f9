/** The promises of `AccountLists`: on any accounts at all, each list is what its definition says, page after page. */
import { Account, type Listing, type Page, type PageRequest, pageOf, Path, type Storage } from "@intendant/core"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { crowd, crowds, moments, paths } from "./accounts.ts"
import { instant, planOf, times } from "./plans.ts"
import { type Opened, promise, suite } from "./promise.ts"
import { atOnce, same } from "./same.ts"

type Ask = (page: PageRequest) => Effect.Effect<Page<Account.Known>, unknown>
type List = readonly [ask: Ask, means: Listing<Account.Known>]

const now = instant(0)
const acme = Path.make("acme")
const statuses = fc.constantFrom<Account.Known["_tag"]>("Enabled", "Disabled", "PendingDeletion", "Erasing", "Erased")
const scopes: fc.Arbitrary<Account.Scope> = fc.oneof(fc.constant(undefined), fc.constant(acme), paths)

const inBelow = ({ accountLists }: Storage, scope: Account.Scope, at: DateTime.Utc): List =>
  [accountLists.below(scope, at), Account.Lists.below(scope, at)]
const inStatus = ({ accountLists }: Storage, scope: Account.Scope, status: Account.Known["_tag"]): List =>
  [accountLists.byStatus(scope, status), Account.Lists.byStatus(scope, status)]
const inDue = ({ accountLists }: Storage, at: DateTime.Utc): List =>
  [accountLists.dueForErasure(at), Account.Lists.dueForErasure(at)]

/** Keeps accounts of names never kept before, all in one plan. */
const keepAll = ({ records }: Storage, accounts: ReadonlyArray<Account.Known>) =>
  records.commit(planOf(accounts.map((account) => ({
    concept: "account", id: account.path, basedOn: 0, next: Account.concept.state.write(account), events: [{}]
  }))))

const write = (account: Account.Known) => Account.concept.state.write(account)
const written = ({ items, ...more }: Page<Account.Known>) => ({ ...more, items: items.map(write) })

/** Compares a list with its definition: page by page, from its beginning to its end. */
const likeItsDefinition = (accounts: ReadonlyArray<Account.Known>, [ask, means]: List, limit: number) =>
  Effect.gen(function*() {
    for (let request: PageRequest | undefined = { limit }; request !== undefined;) {
      const page: Page<Account.Known> = yield* ask(request)
      same(`the page after ${request.after ?? "nothing"}`, written(page), written(pageOf(accounts, means, request)))
      request = page.next === undefined ? undefined : { after: page.next, limit }
    }
  })

/** Keeps crowd after crowd, each below a root of its own, and compares every time with all that is kept so far. */
const onAnyAccounts = <Input>(
  { storage }: Opened, inputs: fc.Arbitrary<Input>, example: Input, listOf: (storage: Storage, input: Input) => List
) =>
  Effect.tryPromise({
    try: async () => {
      const kept: Array<Account.Known> = [...crowd]
      await Effect.runPromise(keepAll(storage, crowd))
      let runs = 0
      await fc.assert(fc.asyncProperty(crowds, inputs, fc.integer({ min: 1, max: 9 }), async (drawn, input, limit) => {
        runs += 1
        const fresh = drawn.map((account) => ({ ...account, path: Path.make(`acme>r${runs}>${account.path}`) }))
        await Effect.runPromise(keepAll(storage, fresh))
        kept.push(...fresh)
        await Effect.runPromise(likeItsDefinition(kept, listOf(storage, input), limit))
      }), { numRuns: 12, examples: [[[], example, 2]] })
    },
    catch: (failure) => failure
  })

/** The same in the crowd in which every usual mistake shows. */
const onTheCrowd = ({ storage }: Opened, lists: ReadonlyArray<List>, limits: ReadonlyArray<number>) =>
  Effect.gen(function*() {
    yield* keepAll(storage, crowd)
    for (const list of lists) for (const limit of limits) yield* likeItsDefinition(crowd, list, limit)
  })

export const accountListsSuite = suite([
  promise("L-1 the accounts below a group, by name, without the group itself and what only begins alike", (opened) =>
    onTheCrowd(opened, ["acme", "acme>z", "acme2", "Acme", "b", "acme>\u{1f600}"].map((scope) =>
      inBelow(opened.storage, Path.make(scope), now)), [1, 3, 100])),

  promise("L-2 the accounts of the whole installation, roots included", (opened) =>
    Effect.gen(function*() {
      yield* onTheCrowd(opened, [inBelow(opened.storage, undefined, now)], [1, 7, 100])
      const roots = ["acme", "Acme", "b"].map((name): Account.Known => Account.Enabled.make({
        path: Path.make(name), accountId: Account.AccountId.make(name), openedAt: now, epoch: 0, use: "grouping",
        comment: "", policy: null, quota: {}, lease: null
      }))
      yield* keepAll(opened.storage, roots)
      yield* likeItsDefinition([...crowd, ...roots], inBelow(opened.storage, undefined, now), 10)
      yield* likeItsDefinition([...crowd, ...roots], inBelow(opened.storage, acme, now), 10)
    })),

  promise("L-3 a deleted account stays in its list until its undo is over; what is erased is in none", (opened) =>
    onTheCrowd(opened, times(5, (index) => inBelow(opened.storage, acme, instant((index - 2) * 3600))), [2, 50])),

  promise("L-4 the accounts of one status, hidden ones included, below a group or anywhere", (opened) =>
    onTheCrowd(opened, (["Enabled", "Disabled", "PendingDeletion", "Erasing", "Erased"] as const).flatMap((status) =>
      [undefined, acme, Path.make("acme>z")].map((scope) => inStatus(opened.storage, scope, status))), [2, 100])),

  promise("L-5 the accounts whose time to be erased has come, the most urgent first", (opened) =>
    onTheCrowd(opened, times(5, (index) => inDue(opened.storage, instant((index - 3) * 3600))), [1, 4, 100])),

  promise("L-6 law: below any group, at any instant, on any accounts", (opened) =>
    onAnyAccounts(opened, fc.tuple(scopes, moments), [acme, now],
      (storage, [scope, at]) => inBelow(storage, scope, at))),

  promise("L-7 law: in any status, below any group, on any accounts", (opened) =>
    onAnyAccounts(opened, fc.tuple(scopes, statuses), [acme, "Enabled"], (storage, [scope, status]) =>
      inStatus(storage, scope, status))),

  promise("L-8 law: due at any instant, on any accounts", (opened) =>
    onAnyAccounts(opened, moments, now, inDue)),

  promise("L-9 a page continues after the last name seen, whatever came or went meanwhile", ({ storage }) =>
    Effect.gen(function*() {
      const named = (name: string): Account.Known => Account.Enabled.make({
        path: Path.make(`acme>${name}`), accountId: Account.AccountId.make(name), openedAt: now, epoch: 0,
        use: "machine", comment: "", policy: null, quota: {}, lease: null
      })
      yield* keepAll(storage, ["b", "d", "f", "h"].map(named))
      const below = storage.accountLists.below(acme, now)
      const first = yield* below({ limit: 2 })
      same("the first page", [first.items.map(({ path }) => path), first.next], [["acme>b", "acme>d"], "acme>d"])
      yield* keepAll(storage, ["a", "c", "e"].map(named))
      const accountId = Account.AccountId.make("d")
      const erased = Account.Erased.make({ path: Path.make("acme>d"), accountId, erasedAt: now })
      yield* storage.records.commit(planOf([
        { concept: "account", id: "acme>d", basedOn: 1, next: write(erased), events: [{}] }
      ]))
      const second = yield* below({ after: "acme>d", limit: 2 })
      same("the second page", [second.items.map(({ path }) => path), second.next], [["acme>e", "acme>f"], "acme>f"])
      const last = yield* below({ after: "acme>f", limit: 1 })
      same("the last page", [last.items.map(({ path }) => path), last.next ?? "none"], [["acme>h"], "none"])
    })),

  promise("L-10 what a commit changed is listed as it is from then on, whole, and nowhere else", ({ storage }) =>
    Effect.gen(function*() {
      const some = crowd.filter(({ path }) => path.startsWith("acme>z"))
      yield* keepAll(storage, some)
      const turned = some.map((account): Account.Known =>
        account._tag === "Enabled" ? { ...account, _tag: "Disabled", comment: "turned", epoch: 3 } : account)
      yield* atOnce(turned.map((account) => storage.records.commit(planOf([
        { concept: "account", id: account.path, basedOn: 1, next: write(account), events: [{}] }
      ]))))
      yield* storage.records.commit(planOf([{ concept: "policy", id: "acme>z>p", basedOn: 0, next: {}, events: [{}] }]))
      for (const status of ["Enabled", "Disabled"] as const) {
        yield* likeItsDefinition(turned, inStatus(storage, acme, status), 10)
      }
      yield* likeItsDefinition(turned, inBelow(storage, undefined, now), 100)
    }))
])

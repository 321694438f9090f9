/** Generators of names and accounts, for property tests: those of the suites, and anybody else's. */
import { Account, Path, type Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as fc from "fast-check"
import { instant } from "./plans.ts"

/** Segments that sort, match and nest badly: prefixes of each other, capitals, accents, blanks, rare characters. */
export const segments: fc.Arbitrary<string> = fc.constantFrom(
  "acme", "acme2", "acme 2", "Acme", "ACME", "a", "A", "b", "\u00e9", "e", "z", "Z", "\ufffd", "\u{1f600}", "\u{1f9ff}",
  "%", "_", "'", "\"", "\\", "!", "-", "0", "10", "9", "=", "?", "~", "null"
)

/** Names of one to four levels. */
export const paths: fc.Arbitrary<Path> =
  fc.array(segments, { minLength: 1, maxLength: 4 }).map((parts) => Path.make(parts.join(">")))

/** Instants a few hours around the one at which the suites begin. */
export const moments: fc.Arbitrary<DateTime.Utc> = fc.integer({ min: -3, max: 3 }).map((hours) => instant(hours * 3600))

const limits = fc.dictionary(
  fc.constantFrom("bytes", "machines"),
  fc.record({
    amount: fc.nat(), mode: fc.constantFrom("hard" as const, "soft" as const), thresholds: fc.constant([80])
  }),
  { maxKeys: 2, noNullPrototype: true }
)

const profiles = (path: Path) => fc.record({
  path: fc.constant(path),
  accountId: fc.constant(Account.AccountId.make(`acc_${path}`)),
  openedAt: moments,
  epoch: fc.nat(3),
  use: fc.constantFrom<Account.Use>("machine", "cloud", "grouping"),
  comment: fc.constantFrom("", "moved out", "\u00e9 \u{1f600}\nsecond line"),
  policy: fc.constant(null),
  // The keys drawn are resources, and nothing makes them from texts without a cast.
  quota: limits as fc.Arbitrary<Readonly<Record<Quota.Resource, Quota.Limit>>>,
  lease: fc.option(fc.record({ machineId: fc.constantFrom("m1", "m2"), seenAt: moments }), { nil: null })
})

/** Accounts of this name in every status, with deadlines before, at and after the one they are asked about. */
export const accountsNamed = (path: Path): fc.Arbitrary<Account.Known> => {
  const accountId = Account.AccountId.make(`acc_${path}`)
  const profile = profiles(path)
  return fc.oneof(
    profile.map((fields) => Account.Enabled.make(fields)),
    profile.map((fields) => Account.Disabled.make(fields)),
    fc.tuple(profile, moments, moments, fc.nat(2)).map(([fields, undoUntil, eraseFrom, waitHours]) =>
      Account.PendingDeletion.make({
        ...fields, was: "Disabled", askedBy: "acc_1", undoUntil, eraseFrom,
        eraseBy: DateTime.add(eraseFrom, { hours: waitHours })
      })),
    fc.constant(Account.Erasing.make({ path, accountId })),
    moments.map((erasedAt) => Account.Erased.make({ path, accountId, erasedAt }))
  )
}

/** Any account that was opened at least once. */
export const accounts: fc.Arbitrary<Account.Known> = paths.chain(accountsNamed)

/** Some accounts, no two of one name. */
export const crowds: fc.Arbitrary<ReadonlyArray<Account.Known>> =
  fc.uniqueArray(accounts, { selector: ({ path }) => path, maxLength: 12 })

const crowdNames = [
  "acme", "acme>a", "acme>A", "acme>\u00e9", "acme>z", "acme>z>nas", "acme>\u{1f600}", "acme>\ufffd", "acme 2", "acme2",
  "acme2>a", "Acme>a", "acme=", "acme?x", "b>acme>a"
]
const hour = (hours: number) => instant(hours * 3600)

/** The crowd in which every usual mistake shows: each name in each status, with deadlines before and after. */
export const crowd: ReadonlyArray<Account.Known> = crowdNames.flatMap((name, index) =>
  (["Enabled", "Disabled", "Waiting", "Hidden", "Due", "Erasing", "Erased"] as const).map((status, place) => {
    const path = Path.make(`${name}>${status}`)
    const accountId = Account.AccountId.make(`acc_${path}`)
    const fields = {
      path, accountId, openedAt: hour(-9), epoch: 0, use: "machine" as const, comment: name, policy: null, quota: {},
      lease: null
    }
    const waiting = (undo: number, from: number, by: number) => Account.PendingDeletion.make({
      ...fields, was: "Enabled", askedBy: "acc_1", undoUntil: hour(undo), eraseFrom: hour(from), eraseBy: hour(by)
    })
    switch (status) {
      case "Enabled": return Account.Enabled.make(fields)
      case "Disabled": return Account.Disabled.make(fields)
      case "Waiting": return waiting(1, 2, 3 + place)
      case "Hidden": return waiting(index % 2 - 1, 1, 9)
      case "Due": return waiting(-9, index % 3 - 2, 20 - index)
      case "Erasing": return Account.Erasing.make({ path, accountId })
      case "Erased": return Account.Erased.make({ path, accountId, erasedAt: hour(-1) })
    }
  }))

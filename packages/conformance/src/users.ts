/** Generators of users, for property tests: those of the suites, and anybody else's. */
import { MailAddress, Path, User } from "@intendant/core"
import * as fc from "fast-check"
import { moments } from "./accounts.ts"
import { instant, longName } from "./plans.ts"

/** Someone of whom something is kept: in one of the seven statuses, or about to be erased, or erased. */
export type KeptUser = Exclude<User.User, { readonly _tag: "Absent" }>

/** Enterprises whose names are the same to many a comparison. */
export const enterprises: ReadonlyArray<Path> =
  ["acme", "acme2", "Acme", "acme 2", "acm", "acm\u00e9", "acme>a", "\u{1f600}"].map((name) => Path.make(name))

/** Sort keys that compare badly: prefixes, ties, capitals, both forms of an accent, rare characters, very long ones. */
export const sortKeys: fc.Arbitrary<string> = fc.constantFrom(
  "martin", "martin", "martin2", "martin b", "mart", "Martin", "\u00e9lodie", "e\u0301lodie", "elodie", "\ufffd",
  "\u{1f600}", "\u{1f9ff}", "", "%", "_", "o'neil", "\"", "\\", "null", "10", "9", "{}", "x".repeat(500),
  `${"x".repeat(500)}a`, `${"x".repeat(319)}\u{1f600}`, longName, `${longName}a`, `${longName}b`
)

const profiles = (userId: User.UserId, enterprise: Path) => fc.record({
  userId: fc.constant(userId),
  enterprise: fc.constant(enterprise),
  lastName: fc.constantFrom("Martin", "O'Neil", "\u00c9lodie"),
  firstName: fc.constantFrom("Zo\u00eb", "Ana", "\u{1f600}"),
  mail: fc.constantFrom("zoe@example.org", "ana@example.org").map((mail) => MailAddress.make(mail)),
  role: fc.constantFrom("admin", "manager", "user"),
  language: fc.constantFrom("fr" as const, "en" as const),
  secondaryMail: fc.constant(null),
  phone: fc.constant(null),
  channel: fc.constantFrom<User.Channel>("mail", "sms", "totp"),
  twoFactor: fc.boolean(),
  createdAt: moments,
  lastSignInAt: fc.option(moments, { nil: null }),
  epoch: fc.nat(3),
  tokenEpoch: fc.nat(3),
  sortKeys: fc.record({ lastName: sortKeys, firstName: sortKeys, mail: sortKeys }, { noNullPrototype: true })
}, { noNullPrototype: true })

const fates = [...User.statuses, "Erasing", "Erased"] as const

/** A user of this id in any status, or gone for good. */
export const usersNamed = (userId: User.UserId, enterprise: Path): fc.Arbitrary<KeptUser> =>
  fc.tuple(profiles(userId, enterprise), fc.constantFrom(...fates))
    .map(([profile, fate]) => inStatus(fate, User.Active.make(profile)))

const userIds = fc.constantFrom("usr_1", "usr_10", "usr_2", "USR_1", "usr-1", "usr_", "1", "10", "_", "u", "U", "a")
  .map((id) => User.UserId.make(id))

/** Any user of whom something is kept. */
export const users: fc.Arbitrary<KeptUser> =
  fc.tuple(userIds, fc.constantFrom(...enterprises)).chain(([userId, enterprise]) => usersNamed(userId, enterprise))

/** Some users, no two of one id. */
export const userCrowds: fc.Arbitrary<ReadonlyArray<KeptUser>> =
  fc.uniqueArray(users, { selector: ({ userId }) => userId, maxLength: 12 })

const hour = (hours: number) => instant(hours * 3600)

/** Somebody whose names, role and last sign-in are these; active unless something else is said. */
export const userCalled = (
  id: string, enterprise: Path, [lastName, firstName, mail]: readonly [string, string, string],
  more: Partial<Pick<User.Known, "role" | "lastSignInAt">> = {}
): typeof User.Active.Type =>
  User.Active.make({
    userId: User.UserId.make(id), enterprise, lastName: "Martin", firstName: "Zo\u00eb",
    mail: MailAddress.make("zoe@example.org"), role: "user", language: "fr", secondaryMail: null, phone: null,
    channel: "mail", twoFactor: false, createdAt: hour(-9), lastSignInAt: null, epoch: 0, tokenEpoch: 0,
    sortKeys: { lastName, firstName, mail }, ...more
  })

/** The same person in another status, or gone for good. */
export const inStatus = (fate: (typeof fates)[number], user: typeof User.Active.Type): KeptUser => {
  const { _tag, ...profile } = user
  switch (fate) {
    case "Locked": return User.Locked.make({ ...profile, lockedAt: hour(-1) })
    case "Suspended":
      return User.Suspended.make({
        ...profile, suspendedAt: hour(-1), suspendedBy: "usr_1", lockedAt: null, isFinalised: true
      })
    case "PendingApproval": return User.PendingApproval.make(profile)
    case "CreationBlocked": return User.CreationBlocked.make(profile)
    case "NotFinalised":
      return User.NotFinalised.make({
        ...profile, activation: { noticeId: "not_1", expiresAt: hour(1) }, lapses: false
      })
    case "Active": return user
    case "Deleted":
      return User.Deleted.make({ ...profile, was: user, deletedAt: hour(-1), deletedBy: "usr_1", eraseFrom: hour(9) })
    case "Erasing": return User.Erasing.make({ userId: user.userId, enterprise: user.enterprise })
    case "Erased":
      return User.Erased.make({ userId: user.userId, enterprise: user.enterprise, erasedAt: hour(-1) })
  }
}

/** Equal in everything, or in part; told apart by a capital, an accent or its form, a rare character, or very late. */
const callings: ReadonlyArray<readonly [lastName: string, firstName: string, mail: string]> = [
  ["martin", "zoe", "zoe@example.org"], ["martin", "zoe", "zoe@example.org"], ["martin", "ana", "zoe@example.org"],
  ["Martin", "zoe", "Zoe@example.org"], ["martin2", "ana", "ana@example.org"], ["\u00e9", "e\u0301", "e@example.org"],
  ["e\u0301", "\u00e9", "e@example.or"], ["\ufffd", "\u{1f600}", "\ufffd"], ["\u{1f600}", "\ufffd", "\u{1f600}"],
  [`${longName}b`, `${longName}a`, `${longName}a`], [`${longName}a`, `${longName}b`, longName], ["", "", ""]
]
const signIns = [null, hour(-2), hour(1), null, hour(-2)]

/** The crowd in which every usual mistake shows: everybody in each status, and the same elsewhere. */
export const userCrowd: ReadonlyArray<KeptUser> = enterprises.slice(0, 4).flatMap((enterprise, place) =>
  (place === 0 ? callings : callings.slice(0, 2)).flatMap((calling, index) =>
    fates.map((fate, turn) => {
      const lastSignInAt = signIns[(index + turn) % signIns.length] ?? null
      const id = `usr_${place}_${(index * 7) % 12}_${turn}`
      const role = index % 3 === 0 ? "admin" : "user"
      return inStatus(fate, userCalled(id, enterprise, calling, { role, lastSignInAt }))
    })))

/** Every refusal can be told to a person, in French and in English, with the facts that its rule looked at. */
import * as DateTime from "effect/DateTime"
import { describe, expect, it } from "vitest"
import {
  Account, Contract, Credential, type Denial, type NoSuchAccount, NotPermitted, Notice, Policy, Quota, Resource, Role,
  Setting, Statistics, StepUpNeeded, User
} from "../src/index.ts"
import type { AnyRefusal, Wording } from "../src/kernel/refusal.ts"
import { wordings as denialWordings } from "../src/kernel/wording.ts"
import { at, path } from "./accounts.ts"
import { acme, ada, domainNamed, eraseFrom } from "./people.ts"

type Every<Refusal extends AnyRefusal> = {
  readonly [Tag in Refusal["_tag"]]: ReadonlyArray<Extract<Refusal, { readonly _tag: Tag }>>
}

const moment = at("2026-03-29T01:30:00Z")
const order = { path }
const policyRef = Policy.PolicyRef.make({ owner: path, name: Policy.PolicyRef.fields.name.make("nightly") })
const noSuchAccount: typeof NoSuchAccount.Type = { _tag: "NoSuchAccount", rule: "ACC-1", path }

const policies: Every<Exclude<Policy.Refusal, NoSuchAccount>> = {
  NoSuchPolicy: [Policy.NoSuchPolicy.make({ policy: policyRef })],
  SettingsUnknown: [Policy.SettingsUnknown.make({
    faults: [{ setting: "hour", expected: "integer" }, { setting: "colour", expected: "one of: hour" }]
  })]
}
const tooWeak = (...weaknesses: (typeof Credential.PasswordTooWeak.Type)["weaknesses"]) =>
  Credential.PasswordTooWeak.make({ policy: "portal", weaknesses })
const credentials: Every<Credential.Refusal> = {
  PasswordTooWeak: [
    tooWeak({ _tag: "TooShort", charactersMin: 9 }), tooWeak({ _tag: "TooFewClasses", classesMin: 3, has: 2 }),
    tooWeak({ _tag: "TooFewWords", wordsMin: 7, has: 5 }), tooWeak({ _tag: "TooCommon" }),
    tooWeak({ _tag: "TooPersonal" }), tooWeak({ _tag: "TooCommon" }, { _tag: "TooShort", charactersMin: 9 })
  ],
  NoSuchToken: [Credential.NoSuchToken.make({ tokenId: Credential.TokenId.make("tok_1") })],
  SignInRefused: [Credential.SignInRefused.make({})],
  SignInLocked: [Credential.SignInLocked.make({}), Credential.SignInLocked.make({ retryAt: moment })],
  WrongPassword: [Credential.WrongPassword.make({})],
  PasswordsDiffer: [Credential.PasswordsDiffer.make({})],
  NotSignedIn: [Credential.NotSignedIn.make({})]
}
const amounts = { limitAmount: 41, usedAmount: 37, askedAmount: 13, missingAmount: 9 }
const quotas: Every<Quota.Refusal> = {
  QuotaExceeded: [Quota.QuotaExceeded.make({ node: path, resource: Quota.Resource.make("machines"), ...amounts })],
  ReservationDiffers: [Quota.ReservationDiffers.make({ id: "r-1" })],
  NoSuchReservation: [Quota.NoSuchReservation.make({ id: "r-1" })],
  ReservationOver: [
    Quota.ReservationOver.make({ id: "r-1", phase: "released" }),
    Quota.ReservationOver.make({ id: "r-1", phase: "lapsed" })
  ]
}
const denials: Every<Denial> = {
  NotPermitted: [
    NotPermitted.make({ actor: "ada", permission: "account.edit", path }),
    NotPermitted.make({ actor: "ada", permission: "account.openRoot" })
  ],
  NoSuchAccount: [noSuchAccount],
  StepUpNeeded: [
    StepUpNeeded.make({ rule: "AUT-1", permission: "user.see", path, proof: { level: 3, fresh: false } }),
    StepUpNeeded.make({ rule: "AUT-4", permission: "user.see", proof: { level: 1, fresh: true } })
  ]
}
const barred: Every<Role.Barred> = {
  Barred: [Role.Barred.make({ actor: "ada", permission: "account.edit", path, by: acme })]
}
const faulty = (setting: string, obstacle: Setting.SettingFault["obstacle"], expected: string) =>
  Setting.SettingsRefused.make({ faults: [{ setting, obstacle, expected }] })
const settings: Every<Exclude<Setting.Refusal, NoSuchAccount>> = {
  SettingsRefused: [
    faulty("colour", "unknown", "days, extra"), faulty("days", "type", "1–60"), faulty("days", "range", "1–60"),
    faulty("extra", "locked", "true"), faulty("extra", "notYours", "true")
  ],
  SettingsMoved: [Setting.SettingsMoved.make({ owner: path, basedOn: 6, revision: 7 })]
}
const contracts: Every<Contract.Refusal> = {
  AlreadySigned: [Contract.AlreadySigned.make({ enterprise: acme })],
  NoContract: [Contract.NoContract.make({ enterprise: acme })]
}
const misworded = (...faults: ReadonlyArray<Notice.WordingFault>) =>
  Notice.TemplateRefused.make({ kind: "activation", faults })
const notices: Every<Exclude<Notice.Refusal, NoSuchAccount>> = {
  TemplateRefused: [
    misworded({ _tag: "NotEditable" }), misworded({ _tag: "TooLong", part: "subject", most: 200 }),
    misworded({ _tag: "Unreadable", part: "text", message: "tag not closed", line: 3, column: 14 }),
    misworded({ _tag: "Unreadable", part: "text", message: "tag not closed" }),
    misworded({ _tag: "Unfillable", part: "text", message: "no such filter", line: 2, column: 5 }),
    misworded({ _tag: "UnknownVariable", part: "subject", variable: "nom", known: ["firstName", "lastName"] }),
    misworded({ _tag: "MissingVariable", variable: "code" }),
    misworded({ _tag: "Blank", part: "text" }, { _tag: "Blank", part: "subject" })
  ]
}
const statistics: Every<Statistics.Refusal> = {
  NoSuchWindow: [Statistics.NoSuchWindow.make({ window: "decade", offered: ["week", "month"] })],
  NoSuchActivity: [
    Statistics.NoSuchActivity.make({ kind: "likes", offered: ["lines"] }),
    Statistics.NoSuchActivity.make({ kind: "likes", offered: [] })
  ]
}
const node = Resource.NodeId.make("box_1")
const resources: Every<Exclude<Resource.Refusal, Denial>> = {
  NoSuchNode: [Resource.NoSuchNode.make({ place: path })],
  NodeTaken: [Resource.NodeTaken.make({ nodeId: node })],
  Misplaced: [Resource.Misplaced.make({ kind: "record", under: path })],
  NotGrantable: [
    Resource.NotGrantable.make({ place: path, actions: ["create"], grantable: ["read", "update"] }),
    Resource.NotGrantable.make({ place: path, actions: ["create"], grantable: [] })
  ],
  NotAContainer: [Resource.NotAContainer.make({ place: path })],
  NotOfClient: [Resource.NotOfClient.make({ client: acme, userIds: ["usr_1", "usr_2"] })]
}
const whom = { enterprise: acme, userId: ada }
const users: Every<User.Refusal> = {
  NoSuchUser: [User.NoSuchUser.make(whom)],
  WrongStatus: User.statuses.map((status) => User.WrongStatus.make({ ...whom, status, fits: ["Active", "Locked"] })),
  MailTaken: [User.MailTaken.make(whom)],
  DomainNotAllowed: [[domainNamed("a.example"), domainNamed("b.example")], []].map((allowed) =>
    User.DomainNotAllowed.make({ enterprise: acme, domain: domainNamed("gmail.example"), allowed })),
  NoSeatLeft: [User.NoSeatLeft.make({ enterprise: acme, usersMax: 41, seatsTaken: 43 })],
  LastAdmin: [1, 2].map((floor) => User.LastAdmin.make({ ...whom, floor })),
  OwnAccount: [User.OwnAccount.make(whom)],
  AccountOfEnterprise: [User.AccountOfEnterprise.make(whom)],
  StillBlocked: [User.StillBlocked.make(whom)],
  SignUpForbidden: [User.SignUpForbidden.make({ enterprise: acme })],
  CodeRefused: [User.CodeRefused.make({})],
  TooManyMessages: [User.TooManyMessages.make({}), User.TooManyMessages.make({ retryAt: moment })],
  ErasureTooEarly: [User.ErasureTooEarly.make({ ...whom, eraseFrom })],
  RecallTooLate: [User.RecallTooLate.make({ ...whom, eraseFrom })],
  SignUpHolds: [User.SignUpHolds.make({ ...whom, until: moment })],
  ResetElsewhere: (["selfService", "none"] as const).map((by) => User.ResetElsewhere.make({ by })),
  SecondaryMailForbidden: [User.SecondaryMailForbidden.make(whom)],
  NoSecondaryMail: [User.NoSecondaryMail.make(whom)],
  MainMailFixed: [User.MainMailFixed.make(whom)],
  ChannelUnavailable: [
    User.ChannelUnavailable.make({ channel: "sms", offered: ["mail"] }),
    User.ChannelUnavailable.make({ channel: "totp", offered: ["mail", "sms"] }),
    User.ChannelUnavailable.make({ channel: "mail", offered: ["totp"] })
  ],
  TwoFactorForced: [User.TwoFactorForced.make({ enterprise: acme })]
}
const accounts: Every<Exclude<Account.Refusal, Denial | Policy.Refusal | Credential.Refusal>> = {
  NameTaken: [Account.NameTaken.make(order)],
  NameReserved: [Account.NameReserved.make(order)],
  StillEnabled: [Account.StillEnabled.make(order)],
  UndoExpired: [Account.UndoExpired.make({ path, undoUntil: moment })],
  NotYourDeletion: [Account.NotYourDeletion.make(order)],
  NotRecallable: [Account.NotRecallable.make(order)],
  AwaitingDeletion: [Account.AwaitingDeletion.make({ path, eraseFrom: moment })],
  BeingErased: [Account.BeingErased.make(order)],
  NotScheduled: [Account.NotScheduled.make(order)],
  TooEarly: [Account.TooEarly.make({ path, eraseFrom: moment })],
  BackupBlocked: [Account.BackupBlocked.make(order)],
  NoMachineHere: [
    Account.NoMachineHere.make({ path, use: "grouping" }), Account.NoMachineHere.make({ path, use: "cloud" })
  ],
  MachineInUse: [Account.MachineInUse.make({ path, machineId: "nas-7", liveUntil: moment })]
}

/** What is told in other words than those of the vocabulary. */
const paraphrased = new Set([
  "_tag", "rule", "parameter", "phase", "use", "obstacle", "part", "proof", "status", "fits", "channel", "by"
])

/** What whoever is told knows already: whom they asked about, and what they asked for. */
const known: Readonly<Record<string, ReadonlyArray<string>>> = {
  StepUpNeeded: ["permission", "path"], WrongStatus: ["enterprise"], MailTaken: ["enterprise", "userId"],
  LastAdmin: ["enterprise", "userId"], StillBlocked: ["enterprise", "userId"], ErasureTooEarly: ["enterprise"],
  SecondaryMailForbidden: ["userId"], NoSecondaryMail: ["enterprise", "userId"],
  OwnAccount: ["enterprise", "userId"], AccountOfEnterprise: ["enterprise", "userId"], RecallTooLate: ["enterprise"],
  SignUpHolds: ["enterprise", "userId"], MainMailFixed: ["enterprise", "userId"], ChannelUnavailable: ["offered"]
}
/** Numbers that a sentence puts into words. */
const inWords = new Set(["LastAdmin 1"])

/** The facts as they must be readable in a sentence: texts and numbers as they are, instants by their day. */
const factsOf = (value: unknown): ReadonlyArray<string> => {
  if (DateTime.isDateTime(value)) return ["2026"]
  if (typeof value !== "object" || value === null) return [String(value)]
  return Object.entries(value).flatMap(([name, field]) => paraphrased.has(name) ? [] : factsOf(field))
}

type Told = ReadonlyArray<readonly [english: string, french: string, refusal: AnyRefusal]>
const tell = <Refusal extends AnyRefusal>(
  all: Every<Refusal>, { en, fr }: { readonly en: Partial<Wording<Refusal>>; readonly fr: Partial<Wording<Refusal>> }
): Told =>
  Object.values<ReadonlyArray<Refusal>>(all).flat().flatMap((refusal): Told => {
    const tag: Refusal["_tag"] = refusal._tag
    // Each sentence takes the refusal of its own tag, which the compiler cannot follow through a lookup.
    const [english, french] = [en[tag], fr[tag]] as ReadonlyArray<((refusal: Refusal) => string) | undefined>
    return english === undefined || french === undefined ? [] : [[english(refusal), french(refusal), refusal]]
  })

describe.each([
  ["kernel", tell(denials, denialWordings), 5], ["role", tell(barred, Role.wordings), 1],
  ["account", tell(accounts, Account.wordings), 14], ["policy", tell(policies, Policy.wordings), 2],
  ["credential", tell(credentials, Credential.wordings), 13], ["quota", tell(quotas, Quota.wordings), 5],
  ["contract", tell(contracts, Contract.wordings), 2], ["setting", tell(settings, Setting.wordings), 6],
  ["user", tell(users, User.wordings), 33], ["notice", tell(notices, Notice.wordings), 8],
  ["statistics", tell(statistics, Statistics.wordings), 3], ["resource", tell(resources, Resource.wordings), 7]
])("of the concept %s", (_concept, told, count) => {
  it("all are told", () => {
    expect(told).toHaveLength(count)
  })

  it.each(told)("%s", (english, french, refusal) => {
    for (const sentence of [english, french]) {
      expect(sentence).toMatch(/^\S.*\S\.$/)
      expect(sentence).not.toMatch(/undefined|\[object|NaN|null|Invalid|\$\{|_tag/)
      const left = Object.entries(refusal).filter(([name]) => !known[refusal._tag]?.includes(name))
      const told = factsOf(Object.fromEntries(left)).filter((fact) => !inWords.has(`${refusal._tag} ${fact}`))
      for (const fact of told) expect(sentence).toContain(fact)
    }
    expect(french).not.toBe(english)
    expect(refusal.rule).toMatch(/^[A-Z]{3}-\d+$/)
  })

  it("no two say the same", () => {
    expect(new Set(told.flatMap(([english, french]) => [english, french])).size).toBe(2 * told.length)
  })
})

it("bytes are told as people read them", () => {
  const gigabyte = 1_000_000_000
  const full = Quota.QuotaExceeded.make({
    node: path, resource: Quota.Resource.make("bytes"), limitAmount: 100 * gigabyte, usedAmount: 90 * gigabyte,
    askedAmount: 11 * gigabyte, missingAmount: gigabyte
  })
  expect(Quota.wordings.en.QuotaExceeded(full)).toContain("90 GB of 100 GB")
  expect(Quota.wordings.fr.QuotaExceeded(full)).toContain("90 Go utilisés sur 100 Go")
})

it("USR-9 each status has a name of its own in each language, and a colour of its own", () => {
  const names = [User.statusNames.en, User.statusNames.fr, User.colours]
  for (const named of names) expect(new Set(User.statuses.map((status) => named[status])).size).toBe(7)
})

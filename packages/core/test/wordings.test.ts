/** Every refusal can be told to a person, in French and in English, with the facts that its rule looked at. */
import * as DateTime from "effect/DateTime"
import { describe, expect, it } from "vitest"
import { Account, Credential, type NoSuchAccount, NotPermitted, Policy, Quota } from "../src/index.ts"
import type { AnyRefusal, Wording } from "../src/kernel/refusal.ts"
import { at, path } from "./accounts.ts"

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
const credentials: Every<Credential.Refusal> = {
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
const accounts: Every<Account.Refusal | NotPermitted> = {
  NotPermitted: [
    NotPermitted.make({ actor: "ada", permission: "account.edit", path }),
    NotPermitted.make({ actor: "ada", permission: "account.openRoot" })
  ],
  NoSuchAccount: [noSuchAccount],
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
  MachineInUse: [Account.MachineInUse.make({ path, machineId: "nas-7", liveUntil: moment })],
  NoSuchPolicy: policies.NoSuchPolicy,
  WrongPassword: credentials.WrongPassword,
  PasswordsDiffer: credentials.PasswordsDiffer
}

/** What is told in other words than those of the vocabulary. */
const paraphrased = new Set(["_tag", "rule", "parameter", "phase", "use"])

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
  ["account", tell(accounts, Account.wordings), 17], ["policy", tell(policies, Policy.wordings), 2],
  ["credential", tell(credentials, Credential.wordings), 7], ["quota", tell(quotas, Quota.wordings), 5]
])("of the concept %s", (_concept, told, count) => {
  it("all are told", () => {
    expect(told).toHaveLength(count)
  })

  it.each(told)("%s", (english, french, refusal) => {
    for (const sentence of [english, french]) {
      expect(sentence).toMatch(/^\S.*\S\.$/)
      expect(sentence).not.toMatch(/undefined|\[object|NaN|null|Invalid|\$\{|_tag/)
      for (const fact of factsOf(refusal)) expect(sentence).toContain(fact)
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

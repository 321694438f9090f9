/** What the host is told from outside: its environment, and the words after its name. */
import * as Redacted from "effect/Redacted"
import { resolve } from "node:path"

export interface Settings {
  /** The port that was asked for; else 3000, else a free one. */
  readonly port: number | undefined
  readonly host: string
  /** The file of the portal. What is kept beside it is kept there with PostgreSQL too. */
  readonly file: string
  readonly databaseUrl: string | undefined
  readonly blueprint: BlueprintName
  /** Where mail is handed in, as `smtps://user:password@host:465`; the demonstration has a server of its own. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  /** The gateway that text messages are posted to, what requests are signed with, and whom messages come from. */
  readonly sms: { readonly url: URL; readonly key: Redacted.Redacted; readonly from: string } | undefined
  /** Where people and products find the portal, as links and discovery say; this host itself where nothing is said. */
  readonly portalUrl: string | undefined
  /** Whether the operator may move this process's clock. */
  readonly isDemo: boolean
  /** Whether to make new tokens for the operator and support, because the first ones were lost. */
  readonly makesTokens: boolean
  /** For how long `/ready` says no before no more connections are taken. */
  readonly drainMilliseconds: number
  readonly trustedProxies: ReadonlyArray<string>
}

export const blueprintNames = ["backup-accounts", "backup-accounts-classic", "secure-workspace"] as const
export type BlueprintName = (typeof blueprintNames)[number]

type Environment = Readonly<Record<string, string | undefined>>

const wordsKnown = ["--demo", "--demo=auto", "--new-tokens"]

/** An empty variable says nothing. */
const said = (environment: Environment, name: string): string | undefined => environment[name] || undefined

const wholeNumber = (name: string, text: string | undefined, largest: number): number | undefined => {
  if (text === undefined) return undefined
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > largest) throw new Error(`${name} is a number from 0 to ${largest}, not ${text}`)
  return number
}

const blueprintOf = (name: string): BlueprintName => {
  const known = blueprintNames.find((each) => each === name)
  if (known !== undefined) return known
  throw new Error(`INTENDANT_BLUEPRINT is one of ${blueprintNames.join(", ")}, not ${name}`)
}

/** Texts hold codes: they go over an encrypted connection, or nowhere but to this machine. */
const smsOf = (of: (name: string) => string | undefined): Settings["sms"] => {
  const [place, key] = [of("SMS_URL"), of("SMS_KEY")]
  if (place === undefined) return undefined
  if (key === undefined) throw new Error("with SMS_URL goes SMS_KEY: it is what requests are signed with")
  if (of("SMTP_URL") === undefined) throw new Error("with SMS_URL goes SMTP_URL: most is told by mail")
  const url = URL.canParse(place) ? new URL(place) : undefined
  const isLocal = url?.hostname === "localhost" || url?.hostname === "127.0.0.1"
  if (url === undefined || (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal))) {
    throw new Error("SMS_URL is an address that begins with https://")
  }
  return { url, key: Redacted.make(key), from: of("SMS_FROM") ?? "Intendant" }
}

/** Reads the settings. A word or a value that means nothing here stops the host before it begins. */
export const settingsOf = (environment: Environment, words: ReadonlyArray<string>): Settings => {
  const unknown = words.find((word) => !wordsKnown.includes(word))
  if (unknown !== undefined) throw new Error(`${unknown} means nothing here; known are ${wordsKnown.join(", ")}`)
  const of = (name: string) => said(environment, name)
  const databaseUrl = of("DATABASE_URL")
  const [smtpUrl, portalUrl] = [of("SMTP_URL"), of("PORTAL_URL")]
  if (smtpUrl !== undefined && portalUrl === undefined) {
    throw new Error("with SMTP_URL goes PORTAL_URL: it is where the links in mail lead")
  }
  return {
    port: wholeNumber("PORT", of("PORT"), 65_535),
    host: of("HOST") ?? "127.0.0.1",
    file: resolve(of("INTENDANT_DATA") ?? "intendant-data/portal.sqlite"),
    databaseUrl,
    smtpUrl, mailFrom: of("MAIL_FROM") ?? "portal@portal.example", portalUrl, sms: smsOf(of),
    blueprint: blueprintOf(of("INTENDANT_BLUEPRINT") ?? "backup-accounts"),
    // A given database may hold somebody's real accounts: there, time is moved only by who says so aloud.
    isDemo: words.includes("--demo") || (words.includes("--demo=auto") && databaseUrl === undefined),
    makesTokens: words.includes("--new-tokens"),
    drainMilliseconds: wholeNumber("INTENDANT_DRAIN_MS", of("INTENDANT_DRAIN_MS"), 600_000) ?? 500,
    trustedProxies: (of("INTENDANT_TRUSTED_PROXIES") ?? "").split(",").map((each) => each.trim()).filter(Boolean)
  }
}

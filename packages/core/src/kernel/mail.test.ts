/** Mail addresses: one canonical form, and nothing that could be read in two ways. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { domainToASCII } from "node:url"
import { expect, it } from "vitest"
import {
  displayMail, domainOf, isWithinDomains, MailAddress, MailDomain, mailKey, type MailObstacle, mailObstacles, parseMail
} from "./mail.ts"

const mail = Schema.decodeUnknownSync(MailAddress)
const domain = Schema.decodeUnknownSync(MailDomain)
const obstacleOf = (text: string) =>
  Result.getOrElse(Result.flip(parseMail(text)), (address) => `accepted: ${address}`)
const reasonOf = (text: unknown) =>
  Result.match(Schema.decodeUnknownResult(MailAddress)(text), {
    onFailure: (error) => error.message,
    onSuccess: (address) => `accepted: ${address}`
  })

it.each([
  ["ada@example.org", "ada@example.org", "ada@example.org"],
  ["  ada@example.org\t", "ada@example.org", "ada@example.org"],
  ["\u00a0ada@example.org\u3000", "ada@example.org", "ada@example.org"],
  ["Ada.Lovelace+nas@Example.ORG", "Ada.Lovelace+nas@example.org", "Ada.Lovelace+nas@example.org"],
  ["élodie@société.fr", "élodie@xn--socit-esab.fr", "élodie@société.fr"],
  ["e\u0301lodie@SOCIE\u0301TE\u0301.FR", "élodie@xn--socit-esab.fr", "élodie@société.fr"],
  ["ada@XN--SOCIT-ESAB.fr", "ada@xn--socit-esab.fr", "ada@société.fr"],
  ["ΟΔΟΣ@ΟΔΟΣ.gr", "ΟΔΟΣ@xn--pxavbq.gr", "ΟΔΟΣ@οδοσ.gr"],
  ["山田@例え.jp", "山田@xn--r8jz45g.jp", "山田@例え.jp"],
  ["o'neil_#$&*/=?^`{|}~-@a-b.c0.museum", "o'neil_#$&*/=?^`{|}~-@a-b.c0.museum",
    "o'neil_#$&*/=?^`{|}~-@a-b.c0.museum"],
  ["\u212aelvin@\u212aelvin.org", "Kelvin@kelvin.org", "Kelvin@kelvin.org"],
  [`${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`],
  [`a@${"b".repeat(63)}.org`, `a@${"b".repeat(63)}.org`, `a@${"b".repeat(63)}.org`]
])("%s is kept as %s and shown as %s", (written, kept, shown) => {
  expect(mail(written)).toBe(kept)
  expect(displayMail(mail(written))).toBe(shown)
})

const longDomain = (length: number) => `${"a.".repeat(length)}org`.slice(-length)

const refused: ReadonlyArray<readonly [string, MailObstacle]> = [
  ["", "Empty"], [" \t ", "Empty"],
  ["ada", "NotOneAt"], ["ada@b@example.org", "NotOneAt"],
  ["@example.org", "Dots"], ["ada@", "Dots"], [".ada@example.org", "Dots"], ["ada.@example.org", "Dots"],
  ["a..b@example.org", "Dots"], ["ada@.example.org", "Dots"], ["ada@example.org.", "Dots"],
  ["ada@example..org", "Dots"],
  ["ada@localhost", "OneLabel"], ["ada@127.0.0.1", "Label"], ["ada@-a.org", "Label"], ["ada@a-.org", "Label"],
  ["ada@a_b.org", "Label"], [`ada@${"b".repeat(64)}.org`, "Label"], ["ada@-é.org", "Label"], ["ada@é-.org", "Label"],
  ["ada@xn--é.org", "Label"], [`ada@${"é".repeat(60)}.org`, "Label"], ["ada@a\u0301\u0301b+.org", "Label"],
  ["ada@\u0301a.org", "Label"], ["ada@a·b.org", "Label"], ["ada@😀.org", "Label"],
  ["ada@xn--.org", "Label"], ["ada@xn--a.org", "Encoding"], ["ada@xn--99999999.org", "Encoding"],
  ["ada@xn--dca.org", "Encoding"], ["ada@xn--e-xbb.org", "Encoding"], ["ada@xn--9ca5431k.org", "Encoding"],
  ["ada@xn--ab-g1t.org", "Encoding"], ["ada@xn--bfa.org", "Encoding"], ["ada@xn----bga.org", "Encoding"],
  ["ada@xn--a-wbb.org", "Encoding"], ["ada@xn--ada-.org", "Label"], ["ada@xn--a-.b.org", "Label"],
  [`${"a".repeat(65)}@example.org`, "TooLong"], [`${"é".repeat(33)}@example.org`, "TooLong"],
  [`a@${longDomain(253)}`, "TooLong"], [`${" ".repeat(1_000)}ada@b.org`, "TooLong"],
  ["\u0301ada@example.org", "Character"], ["ada.\u0301b@example.org", "Character"], ["ada😀@example.org", "Character"],
  ["§ada@example.org", "Character"],
  ["<ada@example.org>", "Quoted"], ["ada%b@example.org", "Routed"], ["a da@example.org", "Invisible"],
  ["ada\uff20example.org", "LookAlike"], ["aſh@example.org", "LookAlike"], ["ﬁn@example.org", "LookAlike"],
  ["ｍike@example.org", "LookAlike"]
]

it.each(refused)("%j is refused: %s", (text, obstacle) => {
  expect(obstacleOf(text)).toBe(obstacle)
})

it("an address of 254 bytes is the longest", () => {
  const longest = `${"a".repeat(62)}@${longDomain(191)}`
  expect(mail(longest)).toBe(longest)
  expect(obstacleOf(`a${longest}`)).toBe("TooLong")
  expect(obstacleOf("a".repeat(1_000_000))).toBe("TooLong")
})

it("a refusal says what would be accepted, and does not repeat the address", () => {
  expect(reasonOf("ada@b@example.org")).toBe("must have exactly one @")
  expect(reasonOf("ada@localhost")).toBe(mailObstacles.OneLabel)
  expect(reasonOf(["ada@example.org"])).not.toContain("example")
  expect(reasonOf({ mail: "ada@example.org" })).not.toContain("accepted")
  expect(() => MailAddress.make("ada@Example.org")).toThrow("validation")
  expect(() => Schema.decodeUnknownSync(Schema.toType(MailAddress))("ada@Example.org")).toThrow("canonical form")
  expect(MailAddress.make("ada@example.org")).toBe("ada@example.org")
})

it("every obstacle has an input that meets it", () => {
  const met = new Set(refused.map(([, obstacle]) => obstacle))
  expect([...met].sort()).toEqual(Object.keys(mailObstacles).sort())
})

it.each([
  ["mıke@example.org", "mike@example.org", false],
  ["MIKE@example.org", "mike@example.org", true],
  ["MİKE@example.org", "mike@example.org", false],
  ["mike@example.org", "mike@EXAMPLE.org", true],
  ["mike@example.org", "mike@exampIe.org", false],
  ["mike@gıthub.org", "mike@github.org", false],
  ["\u212aim@example.org", "kim@example.org", true],
  ["stra\u00dfe@example.org", "strasse@example.org", false],
  ["e\u0301lo@example.org", "\u00e9lo@example.org", true],
  ["\u00c9lo@example.org", "\u00e9lo@example.org", true],
  ["H\u0331a@example.org", "\u1e96a@example.org", true],
  ["mіke@example.org", "mike@example.org", false],
  ["ada@SOCIÉTÉ.fr", "ada@xn--socit-esab.fr", true],
  ["ada@straße.de", "ada@strasse.de", false],
  [" ada@example.org", "ada@example.org ", true]
])("SEC-22 %s and %s are one address: %s", (one, two, same) => {
  expect(mailKey(mail(one)) === mailKey(mail(two))).toBe(same)
})

it("SEC-22 what is kept, and written to, is the address that was proven, not its key", () => {
  expect(mail("Mike@Example.org")).toBe("Mike@example.org")
  expect(mailKey(mail("Mike@Example.org"))).toBe("mike@example.org")
  expect(mailKey(mail("mıke@example.org"))).toBe("mıke@example.org")
})

it.each([
  ["ada\uff20example.org", "fullwidth @"], ["ada\ufe6bexample.org", "small @"],
  ["ada@evil.org\uff20example.org", "fullwidth @ after the domain"],
  ["ada\uff20evil.org@example.org", "and before it"],
  ["ada\u2024b@example.org", "one dot leader"], ["ada\u2026b@example.org", "ellipsis"],
  ["ada@example\uff0eorg", "fullwidth full stop"], ["ada@example\ufe52org", "small full stop"],
  ["ada@example\u3002org", "ideographic full stop"], ["ada@example\uff61org", "halfwidth ideographic full stop"],
  ["ada\uff02@example.org", "fullwidth quotation mark"], ["ada\uff1cb\uff1e@example.org", "fullwidth angle brackets"],
  ["ada@ｅxample.org", "fullwidth letter in a domain"], ["ada@example.ⓞrg", "circled letter in a domain"],
  ["ada@eſample.org", "long s in a domain"], ["ada@exa㎜ple.org", "a unit sign in a domain"],
  ["ada\u2100b@example.org", "account of, which holds a slash"], ["ada\uff05evil.org@example.org", "fullwidth percent"]
])("SEC-51 %j is refused as a look-alike: %s", (text) => {
  expect(obstacleOf(text)).toBe("LookAlike")
})

it("SEC-51 the Greek question mark is a semicolon, and is refused as one", () => {
  expect(obstacleOf("ada\u037eb@example.org")).toBe("Quoted")
})

it("SEC-51 domains are compared after they were normalised, and as a whole", () => {
  const allowed = [domain("Société.FR"), domain("example.org")]
  const within = (text: string) => isWithinDomains(mail(text), allowed)
  expect(["ada@socie\u0301te\u0301.fr", "ada@XN--SOCIT-ESAB.FR", "ada@Example.Org"].map(within))
    .toEqual([true, true, true])
  expect(["ada@mail.example.org", "ada@org.example", "ada@badexample.org", "ada@societe.fr"].map(within))
    .toEqual([false, false, false, false])
  expect(isWithinDomains(mail("ada@example.org"), [])).toBe(false)
  expect(domainOf(mail("ada@Société.fr"))).toBe("xn--socit-esab.fr")
})

it.each(["", "org", "ada@example.org", "@example.org", ".example.org", "exa mple.org", "*.a.org", "[127.0.0.1]"])(
  "SEC-51 %j is no mail domain", (text) => {
    expect(Schema.is(MailDomain)(text)).toBe(false)
    expect(Result.isFailure(Schema.decodeUnknownResult(MailDomain)(text))).toBe(true)
  }
)

it.each([
  ["\"x@evil.com x\"@internal.org", "Quoted"], ["\"ada\"@example.org", "Quoted"],
  ["ada(comment)@example.org", "Quoted"],
  ["Ada <ada@example.org>", "Quoted"], ["<ada@example.org>", "Quoted"], ["ada\\@b@example.org", "Quoted"],
  ["ada@[127.0.0.1]", "Quoted"], ["ada@example.org,eve@evil.com", "Quoted"],
  ["ada@example.org;eve@evil.com", "Quoted"],
  ["group:ada@example.org", "Quoted"], ["ada%evil.com@example.org", "Routed"], ["evil.com!ada@example.org", "Routed"]
])("SEC-52 %j is refused: %s", (text, obstacle) => {
  expect(obstacleOf(text)).toBe(obstacle)
})

it.each([
  "ada@example.org\r\nBcc", "ada@example.org\n", "\rada@example.org", "ada\0@example.org", "a da@example.org",
  "ada@exam ple.org", "ada\u200b@example.org", "ada@exa\u00admple.org", "ada@exa\u200dmple.org",
  "ada\u202e@example.org",
  "ada\u2028@example.org", "ada\ufeff@example.org", "ada\u3164@example.org", "ada\u034f@example.org",
  "a\ud800@example.org",
  "ada\ufe0f@example.org", "ada\u{e0041}@example.org", "ada\u007f@example.org", "ada\u0085@example.org"
])("SEC-52 %j is refused for what nobody sees", (text) => {
  expect(obstacleOf(text)).toBe("Invisible")
})

const sign = fc.constantFrom(..."abzAZ09éÉİıßΣσſ\u0301\u212a例.-_+x@% \"")
const part = fc.string({ unit: sign, minLength: 1, maxLength: 12 })
const likely = fc.tuple(part, part, fc.constantFrom("fr", "ORG", "société")).map(([local, place, top]) =>
  `${local}@${place}.${top}`)
const texts = fc.oneof(likely, fc.string({ unit: "binary", maxLength: 40 }), fc.emailAddress())
const accepted = texts.filter((text) => Result.isSuccess(parseMail(text))).map((text) => mail(text))

it("law: reading never throws, and the canonical form is its own canonical form", () => {
  fc.assert(fc.property(texts, (text) => {
    const once = parseMail(text)
    expect(Result.flatMap(once, parseMail)).toEqual(once)
  }), { numRuns: 3_000 })
})

it("law: what is shown is read as the same address", () => {
  fc.assert(fc.property(accepted, (address) => {
    expect(parseMail(displayMail(address))).toEqual(Result.succeed(address))
  }), { numRuns: 500 })
})

it("law: domains are encoded as the platform encodes them", () => {
  fc.assert(fc.property(accepted, (address) => {
    expect(domainToASCII(displayMail(address).split("@")[1] ?? "")).toBe(domainOf(address))
  }), { numRuns: 500 })
})

it("SEC-22 law: keys are equal exactly if the domains are, and the rest but for the case of each letter", () => {
  const small = (text: string) => [...text].map((letter) => letter.toLowerCase()).join("").normalize("NFC")
  const spellings = (one: MailAddress) =>
    [one.toUpperCase(), one.toLowerCase(), one.normalize("NFD"), ` ${one}`, one.replace("i", "ı"), one.replace("s",
    "ſ")]
      .filter((text) => Result.isSuccess(parseMail(text))).map((text) => mail(text))
  const rewritten = accepted.chain((one) =>
    fc.tuple(fc.constant(one), fc.oneof(accepted, fc.constantFrom(one, ...spellings(one)))))
  fc.assert(fc.property(rewritten, ([one, two]) => {
    const [local = "", place = ""] = one.split("@")
    const [otherLocal = "", otherPlace = ""] = two.split("@")
    const same = place === otherPlace && small(local) === small(otherLocal)
    expect(mailKey(one) === mailKey(two)).toBe(same)
  }), { numRuns: 500 })
})

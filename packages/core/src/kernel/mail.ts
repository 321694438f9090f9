/**
 * Mail addresses: read strictly, kept in one form, compared without surprises.
 *
 * The address that was checked is the address that is kept and written to: nothing else ever parses it again. The
 * order is always the same: normalise, then validate, then compare.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { decodePunycode, encodePunycode } from "./punycode.ts"

/** Why a text is no mail address, or no mail domain; and what would be one. */
export const mailObstacles = {
  Empty: "must not be empty",
  TooLong: "must have at most 64 bytes before the @ and at most 254 in all",
  NotOneAt: "must have exactly one @",
  Quoted: "must not be quoted, commented or bracketed: write it plainly, as in name@example.org",
  Routed: "must not contain % or !, by which a mail server may be asked to send it elsewhere",
  Invisible: "must not contain spaces, line breaks, control characters or characters that nobody sees",
  LookAlike: "must not contain characters that others may read as @, a dot, a letter or other ASCII punctuation",
  Character: "must consist of letters, digits and the signs that mail allows",
  Dots: "must not have a dot at an end, or two in a row",
  OneLabel: "must have a domain of at least two labels, as in example.org",
  Label: "must have a domain whose labels are 1 to 63 letters, digits and inner hyphens, the last not a number",
  Encoding: "must have a domain whose labels are valid internationalised names in Unicode form NFC"
} as const
export type MailObstacle = keyof typeof mailObstacles

/** Whatever is longer cannot become an address of 254 bytes; it is not even looked at. */
const inputLengthMax = 1_000
const addressBytesMax = 254
const localBytesMax = 64
const domainBytesMax = 253
const labelLengthMax = 63

const blanksAround = /^[\p{Zs}\t]*(.*[^\p{Zs}\t])?[\p{Zs}\t]*$/su
const invisible = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u
const quoting = /["\\()<>[\],:;]/u
const routing = /[%!]/u

/** What gives an address its structure, or could give it another one. U+3002 is read as a dot in domains. */
const structural = /[\s"\\()<>[\],:;@.%!/\u3002]/u

const localAtom = /^[\p{L}\p{Nd}#$&'*+/=?^_`{|}~-][\p{L}\p{M}\p{Nd}#$&'*+/=?^_`{|}~-]*$/u
const asciiLabel = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/u
const unicodeLabel = /^[\p{L}\p{Nd}]([\p{L}\p{M}\p{Nd}-]*[\p{L}\p{M}\p{Nd}])?$/u

type Read = Result.Result<string, MailObstacle>

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text)

const pointBytes = (point: number): number => point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4

const sizeBytes = (text: string): number =>
  isAscii(text)
    ? text.length
    : Array.from(text).reduce((sum, character) => sum + pointBytes(character.codePointAt(0) ?? 0), 0)

/** Character by character, since the lower case of a whole word depends on where in the word a sigma stands. */
const lowered = (text: string): string =>
  isAscii(text)
    ? text.toLowerCase()
    : Array.from(text, (character) => character.toLowerCase()).join("").normalize("NFC")

/** A character outside ASCII that a lenient reader, which maps look-alikes to ASCII, would take for structure. */
const isLookAlike = (character: string): boolean => !isAscii(character) && structural.test(character.normalize("NFKC"))

const normalized = (input: string): Read => {
  if (input.length > inputLengthMax) return Result.fail("TooLong")
  const text = (blanksAround.exec(input)?.[1] ?? "").normalize("NFC")
  if (text === "") return Result.fail("Empty")
  if (quoting.test(text)) return Result.fail("Quoted")
  if (invisible.test(text)) return Result.fail("Invisible")
  if (routing.test(text)) return Result.fail("Routed")
  return !isAscii(text) && Array.from(text).some(isLookAlike) ? Result.fail("LookAlike") : Result.succeed(text)
}

const encodeLabel = (label: string): Read => {
  if (label.normalize("NFKC") !== label) return Result.fail("LookAlike")
  if (!unicodeLabel.test(label) || label.slice(2, 4) === "--") return Result.fail("Label")
  const encoded = `xn--${encodePunycode(label)}`
  return encoded.length > labelLengthMax ? Result.fail("Label") : Result.succeed(encoded)
}

/** Only what an encoder would have written is read: otherwise two spellings of one domain would differ. */
const isCanonicalEncoding = (label: string): boolean => {
  const decoded = decodePunycode(label.slice("xn--".length))
  if (decoded === undefined || isAscii(decoded) || lowered(decoded) !== decoded) return false
  return !invisible.test(decoded) && Result.getOrUndefined(encodeLabel(decoded)) === label
}

const canonicalLabel = (written: string): Read => {
  const label = lowered(written)
  if (label === "") return Result.fail("Dots")
  if (!isAscii(label)) return encodeLabel(label)
  if (label.length > labelLengthMax || !asciiLabel.test(label)) return Result.fail("Label")
  return label.startsWith("xn--") && !isCanonicalEncoding(label) ? Result.fail("Encoding") : Result.succeed(label)
}

const canonicalDomain = (text: string): Read => {
  const labels: Array<string> = []
  for (const written of text.split(".")) {
    const label = canonicalLabel(written)
    if (Result.isFailure(label)) return label
    labels.push(label.success)
  }
  if (labels.length < 2) return Result.fail("OneLabel")
  if (/^\d+$/.test(labels.at(-1) ?? "")) return Result.fail("Label")
  const domain = labels.join(".")
  return domain.length > domainBytesMax ? Result.fail("TooLong") : Result.succeed(domain)
}

const canonicalLocal = (text: string): Read => {
  if (sizeBytes(text) > localBytesMax) return Result.fail("TooLong")
  const atoms = text.split(".")
  if (atoms.includes("")) return Result.fail("Dots")
  // Wide letters, ligatures and the like: another way to write what some address has in plain letters.
  if (!isAscii(text) && text.normalize("NFKC") !== text) return Result.fail("LookAlike")
  return atoms.every((atom) => localAtom.test(atom)) ? Result.succeed(text) : Result.fail("Character")
}

const canonicalMail = (text: string): Read => {
  const [local, domain, more] = text.split("@")
  if (local === undefined || domain === undefined || more !== undefined) return Result.fail("NotOneAt")
  const address = Result.flatMap(canonicalLocal(local), (name) =>
    Result.map(canonicalDomain(domain), (place) => `${name}@${place}`))
  return Result.filterOrFail(address, (whole) => sizeBytes(whole) <= addressBytesMax, (): MailObstacle => "TooLong")
}

const readMail = (input: string): Read => Result.flatMap(normalized(input), canonicalMail)
const readDomain = (input: string): Read =>
  Result.flatMap(normalized(input), (text) => text.includes("@") ? Result.fail("NotOneAt") : canonicalDomain(text))

const isCanonical = (read: (input: string) => Read) =>
  Schema.makeFilter((text: string) =>
    Result.match(read(text), {
      onFailure: (obstacle) => mailObstacles[obstacle],
      onSuccess: (canonical) => canonical === text || "must be in its canonical form"
    }))

/** What cannot be read is passed on as it is, for the check to say what is wrong with it. */
const toCanonical = (read: (input: string) => Read) => ({
  decode: SchemaGetter.transform((input: string) => Result.getOrElse(read(input), () => input)),
  encode: SchemaGetter.passthrough<string>()
})

/**
 * A domain as the name servers know it: lower case, and labels outside ASCII as `xn--…`. Decoding accepts what people
 * write and refuses the rest with one of `mailObstacles`.
 *
 * @example Schema.decodeUnknownSync(MailDomain)(" Société.FR ") // "xn--socit-esab.fr"
 */
export const MailDomain = Schema.String.pipe(
  Schema.decodeTo(
    Schema.String.check(isCanonical(readDomain)).pipe(Schema.brand("MailDomain")),
    toCanonical(readDomain)
  )
)
export type MailDomain = typeof MailDomain.Type

/**
 * A mail address in its canonical form: no space around it, Unicode form NFC, the domain as in `MailDomain`, the part
 * before the @ as it was written. This is the form that is kept, and the one that is written to. Decoding accepts what
 * people write and refuses the rest with one of `mailObstacles`, without repeating the address.
 *
 * @example Schema.decodeUnknownSync(MailAddress)(" Élodie@Société.FR ") // "Élodie@xn--socit-esab.fr"
 */
export const MailAddress = Schema.String.pipe(
  Schema.decodeTo(
    Schema.String.check(isCanonical(readMail)).pipe(Schema.brand("MailAddress")),
    toCanonical(readMail)
  )
)
export type MailAddress = typeof MailAddress.Type

/**
 * Reads an address like the schema, but names the obstacle instead of describing it, for forms and import reports.
 *
 * @example parseMail("a@b@c.fr") // Result.fail("NotOneAt")
 */
export const parseMail = (input: string): Result.Result<MailAddress, MailObstacle> =>
  // The brand says that the text passed `readMail`, which it just did; to make one would read it again.
  Result.map(readMail(input), (text) => text as MailAddress)

/**
 * The domain of an address, in the form to compare and to deliver to.
 *
 * @example domainOf(mail) // "xn--socit-esab.fr" for élodie@société.fr
 */
export const domainOf = (mail: MailAddress): MailDomain =>
  // What follows the only @ of a canonical address is a canonical domain.
  mail.slice(mail.indexOf("@") + 1) as MailDomain

/**
 * Whether an address belongs to one of the domains themselves: neither a domain above nor one below counts.
 *
 * @example isWithinDomains(mail, [MailDomain.make("example.org")]) // false for ada@mail.example.org
 */
export const isWithinDomains = (mail: MailAddress, domains: ReadonlyArray<MailDomain>): boolean =>
  domains.includes(domainOf(mail))

/**
 * What two spellings of one address have in common, for uniqueness only, never to write to: capital letters before the
 * @ count as small ones, letter by letter. Nothing else is folded, so that an address that only resembles another is
 * another.
 *
 * @example mailKey(mail) // "mike@example.org" for Mike@example.org, and not for mıke@example.org
 */
export const mailKey = (mail: MailAddress): string => {
  const at = mail.indexOf("@")
  const local = mail.slice(0, at)
  const small = lowered(local)
  // Most addresses are their own key, and no other text is made of them.
  return small === local ? mail : small + mail.slice(at)
}

/**
 * The address as people read it, its domain in their own letters. Read again, it is the same address.
 *
 * @example displayMail(mail) // "élodie@société.fr"
 */
export const displayMail = (mail: MailAddress): string => {
  const labels = domainOf(mail).split(".").map((label) =>
    label.startsWith("xn--") ? decodePunycode(label.slice("xn--".length)) ?? label : label)
  return `${mail.slice(0, mail.indexOf("@"))}@${labels.join(".")}`
}

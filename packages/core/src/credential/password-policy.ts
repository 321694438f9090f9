/** What a password must have under a policy, and in what it falls short. The words first, then the rules. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { refusal, setBy } from "../kernel/refusal.ts"

// --------------------------------------------------------------------------------------------- parameters

const from = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

/** One way to be strong enough: all that it names is needed. */
export const PasswordAlternative = Schema.Struct({
  charactersMin: from(1, 1000),
  /** Of lower case, upper case, digits and everything else. */
  classesMin: from(1, 4),
  /** For phrases: words of at least three letters, with anything but letters between them. */
  wordsMin: Schema.optionalKey(from(2, 100))
})
export type PasswordAlternative = typeof PasswordAlternative.Type

/** What a password must have: what one of the alternatives asks, and nothing that is refused beside. */
export const PasswordRule = Schema.Struct({
  alternatives: Schema.Array(PasswordAlternative).check(Schema.isMinLength(1)),
  /** Passwords that many people have chosen, or that are nothing but the person's own address or name. */
  commonRefused: Schema.Boolean,
  /** Passwords that hold the person's name, or their mail address up to the @. */
  personalRefused: Schema.Boolean
})
export type PasswordRule = typeof PasswordRule.Type

const Named = Schema.Record(Schema.String, PasswordRule)

/**
 * Advice, which never blocks, or a rule that every new password must satisfy, known by its name. In either case the
 * compatibility with other named rules is shown.
 */
export const PasswordPolicy = Schema.Union([
  Schema.Struct({ mode: Schema.Literal("advise"), shown: Named }),
  Schema.Struct({ mode: Schema.Literal("enforce"), name: Schema.NonEmptyString, rule: PasswordRule, shown: Named })
])
export type PasswordPolicy = typeof PasswordPolicy.Type

// ------------------------------------------------------------------------------- what is said of a password

export const TooShort = Schema.TaggedStruct("TooShort", { charactersMin: Schema.Int })
export const TooFewClasses = Schema.TaggedStruct("TooFewClasses", { classesMin: Schema.Int, has: Schema.Int })
export const TooFewWords = Schema.TaggedStruct("TooFewWords", { wordsMin: Schema.Int, has: Schema.Int })
export const TooCommon = Schema.TaggedStruct("TooCommon", {})
export const TooPersonal = Schema.TaggedStruct("TooPersonal", {})

/** In what a password falls short. It says what is needed, and never what was typed. */
export const Weakness = Schema.Union([TooShort, TooFewClasses, TooFewWords, TooCommon, TooPersonal])
export type Weakness = typeof Weakness.Type

/** The new password does not satisfy the portal's rule for passwords. */
export const PasswordTooWeak = refusal("PasswordTooWeak", "USR-3", {
  policy: Schema.String, weaknesses: Schema.Array(Weakness), ...setBy("password.policy")
})
export type PasswordTooWeak = typeof PasswordTooWeak.Type

/** What else counts: whether many people have chosen it, and the names and mail addresses of who chooses it. */
export interface Surroundings {
  readonly isCommon: boolean
  readonly personal: ReadonlyArray<string>
}

// -------------------------------------------------------------------------------------------------- rules

/**
 * In an enforcing portal a password that falls short in anything is refused, with everything that it lacks; advice
 * refuses none.
 *
 * @rule USR-3
 * @source 001, Création compte côté utilisateur
 */
export const checkPassword = (
  policy: PasswordPolicy, password: string, around: Surroundings
): Result.Result<void, PasswordTooWeak> => {
  if (policy.mode === "advise") return Result.void
  const weaknesses = weaknessesOf(password, policy.rule, around)
  return weaknesses.length === 0 ? Result.void : Result.fail(PasswordTooWeak.make({ policy: policy.name, weaknesses }))
}

/**
 * In what a password falls short of a named rule, such as PGSSI-S for health data; by itself this blocks nothing. Of
 * the rule's alternatives the nearest one is told. The password is looked at in the form in which it is hashed (NFKC),
 * character by character and not byte by byte: two spellings of one password are equally strong.
 *
 * @rule ACC-6
 * @source 003, Account Creation
 */
export const weaknessesOf = (
  password: string, rule: PasswordRule, { isCommon, personal }: Surroundings
): ReadonlyArray<Weakness> => {
  const text = password.normalize("NFKC")
  return [
    ...shortfall(text, rule.alternatives),
    ...(rule.commonRefused && isCommon ? [TooCommon.make({})] : []),
    ...(isTooPersonal(text, rule, personal) ? [TooPersonal.make({})] : [])
  ]
}

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u]
const words = /(?:\p{L}\p{M}*){3,}/gu

const shortfall = (text: string, alternatives: PasswordRule["alternatives"]): ReadonlyArray<Weakness> => {
  const has = {
    characters: Array.from(text).length, classes: classes.filter((one) => one.test(text)).length,
    words: text.match(words)?.length ?? 0
  }
  const ways = alternatives.map(({ charactersMin, classesMin, wordsMin = 0 }) => ({
    /** How many characters would have to be added: each missing word is three letters and what stands before it. */
    missing: Math.max(0, charactersMin - has.characters, classesMin - has.classes, 4 * (wordsMin - has.words)),
    weaknesses: [
      ...(charactersMin > has.characters ? [TooShort.make({ charactersMin })] : []),
      ...(classesMin > has.classes ? [TooFewClasses.make({ classesMin, has: has.classes })] : []),
      ...(wordsMin > has.words ? [TooFewWords.make({ wordsMin, has: has.words })] : [])
    ]
  }))
  return ways.reduce((nearest, way) => way.missing < nearest.missing ? way : nearest).weaknesses
}

const tellingLettersMin = 4
const isTelling = (part: string): boolean => (part.match(/\p{L}/gu)?.length ?? 0) >= tellingLettersMin

/** Without case and accents, by which people tell nobody from another. */
const folded = (text: string): string =>
  text.normalize("NFKD").replaceAll(/\p{Mn}+/gu, "").normalize("NFC").toUpperCase()

/** Where passwords of others are refused, those that anybody would try first are: an own name or address alone. */
const isTooPersonal = (
  text: string, { commonRefused, personalRefused }: PasswordRule, personal: ReadonlyArray<string>
): boolean => (commonRefused && isNothingElse(text, personal)) || (personalRefused && isPersonal(text, personal))

/** One of the names, two in a row, or an address, whole or up to the @; without case and accents. */
const isNothingElse = (text: string, personal: ReadonlyArray<string>): boolean => {
  const whole = folded(text).trim()
  const names = personal.flatMap((told) => [told, told.split("@", 1).join("")]).map((told) => folded(told).trim())
  const joined = (one: string, other: string) => between.some((sign) => whole === `${one}${sign}${other}`)
  return whole !== "" && names.some((one) => whole === one || names.some((other) => joined(one, other)))
}
const between = ["", " ", ".", "-", "_"]

/** Short names stand in too many words by chance, so only those of four letters or more are looked for. */
const isPersonal = (text: string, personal: ReadonlyArray<string>): boolean => {
  const whole = folded(text)
  return personal.some((told) => {
    const name = folded(told.split("@", 1).join(""))
    return [name, ...name.split(/\P{L}+/u)].some((part) => isTelling(part) && whole.includes(part))
  })
}

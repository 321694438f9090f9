/** What zxcvbn knows of a password: how long it would stand, told in French or English, and how common it is. */
import { Credential, type Locale } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

/**
 * The estimate is made on the thread that answers everybody, and its cost grows faster than what it looks at: a
 * password that is strong so far is strong, and one that only repeats itself is seen to do so.
 */
const charactersMax = 48
const substitutionsMax = 8

type Texts = Readonly<Record<string, string>>

/** How zxcvbn's remarks are worded, by their names. */
type Remarks = Readonly<Record<Locale, { readonly warnings: Texts; readonly suggestions: Texts }>>

/**
 * Keyboards write the same character in more than one way and passwords are the same in form NFKC, so they are looked
 * up in it. In that form no character is less than a quarter of what was typed: what is longer is in no list, and is
 * not even read.
 */
const shrinkMax = 4

/** Whether a password is one of the list, which is all lower case. */
const finder = (list: ReadonlyArray<string>) => {
  const all = new Set(list)
  const lengthMax = shrinkMax * list.reduce((longest, { length }) => Math.max(longest, length), 0)
  return (password: string): boolean =>
    password.length <= lengthMax && all.has(password.normalize("NFKC").toLowerCase())
}

/** Loads the dictionaries, some two megabytes, and prepares them once for both languages. */
const load = async () => {
  const [{ ZxcvbnFactory }, common, english, french] = await Promise.all([
    import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common"), import("@zxcvbn-ts/language-en"),
    import("@zxcvbn-ts/language-fr")
  ])
  const remarks: Remarks = { en: english.translations, fr: french.translations }
  const meter = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...french.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: substitutionsMax
  })
  return { meter, remarks, isCommon: finder(common.dictionary["passwords-common"]) }
}

/** Makes the port. Nothing is loaded before the first password is asked about. */
export const make = (): Credential.StrengthMeter["Service"] => {
  let loading: ReturnType<typeof load> | undefined
  const loaded = Effect.promise(() => loading ??= load())
  return Credential.StrengthMeter.of({
    assess: (password, locale) =>
      Effect.map(loaded, ({ meter, remarks }) => {
        const text = Array.from(Redacted.value(password).slice(0, 2 * charactersMax)).slice(0, charactersMax).join("")
        const { score, feedback } = meter.check(text)
        const { warnings, suggestions } = remarks[locale]
        const warned = feedback.warning === null ? [] : [warnings[feedback.warning]]
        const told = [...warned, ...feedback.suggestions.map((name) => suggestions[name])]
        return { score, suggestions: told.filter((text) => text !== undefined) }
      }),
    isCommon: (password) => Effect.map(loaded, ({ isCommon }) => isCommon(Redacted.value(password)))
  })
}

/** The port as a layer. */
export const layer: Layer.Layer<Credential.StrengthMeter> = Layer.sync(Credential.StrengthMeter, make)

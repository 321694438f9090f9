/** The strength of a password, estimated by zxcvbn against French and English words, and told in either language. */
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
  return { meter, remarks }
}

/** Makes the port. Nothing is loaded before the first password is assessed. */
export const make = (): Credential.StrengthMeter["Service"] => {
  let loading: ReturnType<typeof load> | undefined
  return Credential.StrengthMeter.of({
    assess: (password, locale) =>
      Effect.map(Effect.promise(() => loading ??= load()), ({ meter, remarks }) => {
        const text = Array.from(Redacted.value(password).slice(0, 2 * charactersMax)).slice(0, charactersMax).join("")
        const { score, feedback } = meter.check(text)
        const { warnings, suggestions } = remarks[locale]
        const warned = feedback.warning === null ? [] : [warnings[feedback.warning]]
        const told = [...warned, ...feedback.suggestions.map((name) => suggestions[name])]
        return { score, suggestions: told.filter((text) => text !== undefined) }
      })
  })
}

/** The port as a layer. */
export const layer: Layer.Layer<Credential.StrengthMeter> = Layer.sync(Credential.StrengthMeter, make)

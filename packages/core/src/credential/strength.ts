/** The port that estimates how long a password would stand. What it says is advice. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Locale } from "../kernel/locale.ts"

/** Strength from 0, guessed at once, to 4; and what would help, in the reader's language. */
export interface Strength {
  readonly score: 0 | 1 | 2 | 3 | 4
  readonly suggestions: ReadonlyArray<string>
}

export class StrengthMeter extends Context.Service<StrengthMeter, {
  readonly assess: (password: Redacted.Redacted<string>, locale: Locale) => Effect.Effect<Strength>
  /** Whether many people have chosen it: it stands in the list of common passwords, in whatever case. */
  readonly isCommon: (password: Redacted.Redacted<string>) => Effect.Effect<boolean>
}>()("@intendant/core/StrengthMeter") {}

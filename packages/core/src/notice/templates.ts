/** The port that fills in templates which people may edit. Nothing written in one can run, read or loop long. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Result from "effect/Result"

/** What is wrong with a template, with the place where the engine knows it. */
export interface TemplateFault {
  readonly line?: number
  readonly column?: number
  readonly message: string
}

export class Templates extends Context.Service<Templates, {
  /** Reads a template: the names of the variables that it uses, each once, or what is wrong with it. */
  readonly variables: (template: string) => Effect.Effect<Result.Result<ReadonlyArray<string>, TemplateFault>>
  /**
   * Fills a template in. Values are put in as they are: what they hold is never read as a template. A variable without
   * a value, or a template that takes too long or grows too large, is a fault.
   */
  readonly render: (
    template: string, values: Readonly<Record<string, string>>
  ) => Effect.Effect<Result.Result<string, TemplateFault>>
}>()("@intendant/core/Templates") {}

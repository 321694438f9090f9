/**
 * The shape of every "no" in this library.
 *
 * A refusal names the obstacle (`_tag`), the rule that raises it (`rule`), the parameter of the portal that the rule
 * obeys, if any (`parameter`), and the facts the rule looked at. It is plain JSON and means the same in an answer,
 * in the journal and in a mail. One obstacle has one rule, so that a number leads to one docstring and one test.
 */
import * as Schema from "effect/Schema"
import type { Locale } from "./locale.ts"
import { variant } from "./variant.ts"

/** Declares an obstacle: its name, the rule that raises it, and the facts that the rule looked at. */
export const refusal = <const Tag extends string, const Rule extends string, const Facts extends Schema.Struct.Fields>(
  tag: Tag,
  rule: Rule,
  facts: Facts
) => variant(tag, { rule: Schema.tag(rule), ...facts })

/** Names the parameter without which this refusal would not have been. */
export const setBy = <const Parameter extends string>(parameter: Parameter) => ({ parameter: Schema.tag(parameter) })

/** What every refusal has, whichever concept raises it. */
export interface AnyRefusal {
  readonly _tag: string
  readonly rule: string
  readonly parameter?: string
}

/** One sentence for each refusal, in one language. The compiler refuses a missing one. */
export type Wording<Refusal extends AnyRefusal> = {
  readonly [Tag in Refusal["_tag"]]: (refusal: Extract<Refusal, { readonly _tag: Tag }>) => string
}

/** The same sentences in every language that the library speaks. */
export type Wordings<Refusal extends AnyRefusal> = { readonly [Language in Locale]: Wording<Refusal> }

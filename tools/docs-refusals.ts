/** The page of every refusal: its rule, its status over HTTP, and its sentence in both languages. */
import { Portals } from "@intendant/core"
import { documentOf } from "../packages/http/src/problem.ts"
import { samples } from "../packages/http/src/samples.ts"
import { statusByTag, type Tag } from "../packages/http/src/status.ts"
import { cell, table } from "./docs-table.ts"

/** A refusal as it is declared: the obstacle, the rules that raise it, and the parameter that these obey. */
export interface ToldRefusal {
  readonly tag: string
  readonly rules: ReadonlyArray<string>
  readonly parameter?: string
}

/** Every refusal that a portal can give. */
export const toldRefusals = (): ReadonlyArray<ToldRefusal> =>
  Portals.Refusal.members.map(({ fields }) => ({
    tag: fields._tag.schema.literal,
    rules: "literals" in fields.rule ? fields.rule.literals : [fields.rule.schema.literal],
    ...("parameter" in fields ? { parameter: fields.parameter.schema.literal } : {})
  }))

// The table has a line for each tag and for nothing else: the compiler sees to it.
const tags = Object.keys(statusByTag) as ReadonlyArray<Tag>

const lineOf = (tag: Tag): ReadonlyArray<string> => {
  const { status, rule, parameter, why } = documentOf(samples[tag], "en")
  const named = parameter === undefined ? "" : `\`${parameter}\``
  return [`\`${tag}\``, rule, named, String(status), why.en, why.fr].map(cell)
}

export const refusalsPage = (): string => `# Refusals

Every "no" that this library gives, as it would read for one example each. A refusal is plain JSON: \`_tag\` names the
obstacle, \`rule\` the rule that raises it ([rules.md](rules.md)), \`parameter\` the parameter of the blueprint that the
rule obeys ([parameters.md](parameters.md)), and the other fields are the facts that the rule looked at. Over HTTP it
stands in the field \`refusal\` of a problem document, with the status given here ([http.md](http.md)).

${table(["refusal", "rule", "parameter", "status", "English", "French"], tags.map(lineOf))}
`

/** The page of every rule: its words, where it comes from, where it stands, what refuses by it, who proves it. */
import { basename } from "node:path"
import { toldRefusals } from "./docs-refusals.ts"
import { proofs, toldRules, type ToldRule } from "./docs-sources.ts"

const link = (file: string, text = basename(file)) => `[${text}](../${file})`

const paragraphOf = ({ words, source, name, file }: ToldRule) =>
  `${words}\n\n${source === "" ? "" : `Source: ${source}. `}Code: ${link(file, `\`${name}\``)}.`

const byNumber = new Intl.Collator("en", { numeric: true })

const refusedBy = (id: string): string => {
  const named = toldRefusals().filter(({ rules }) => rules.includes(id)).map(({ tag, parameter }) =>
    parameter === undefined ? `\`${tag}\`` : `\`${tag}\` (by \`${parameter}\`)`)
  return named.length === 0 ? "" : `Refusals: ${[...new Set(named)].join(", ")}.\n\n`
}

const provenBy = (id: string): string => {
  const files = proofs().flatMap(({ file, ids }) => ids.has(id) ? [link(file)] : [])
  return `Proven by: ${files.join(", ")}.`
}

export const rulesPage = (): string => {
  const rules = toldRules()
  const ids = [...new Set(rules.flatMap((rule) => rule.ids))].sort(byNumber.compare)
  const sections = ids.map((id) => {
    const told = rules.filter((rule) => rule.ids.includes(id)).map(paragraphOf)
    return `## ${id}\n\n${told.join("\n\n")}\n\n${refusedBy(id)}${provenBy(id)}\n`
  })
  return `# Rules

Every rule in words, written from the docstrings that stand beside the code. \`ACC\` are rules of accounts, \`AUT\` of
signing in, \`POL\` of policies, \`QTA\` of quotas, \`ROL\` of powers. Sources are the guides of the portals by number;
"ours" is a rule that no guide has, with its reason.

${sections.join("\n")}`
}

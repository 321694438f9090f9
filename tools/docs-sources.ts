/** What the sources say of themselves: the rules in their docstrings, and who names which rule. */
import { globSync, readFileSync } from "node:fs"

/** A rule as its docstring tells it, and the function that is it. */
export interface ToldRule {
  readonly ids: ReadonlyArray<string>
  readonly words: string
  readonly source: string
  readonly name: string
  readonly file: string
}

const exclude = (name: string) => /node_modules|dist/.test(name)
const filesOf = (pattern: string) => globSync(pattern, { exclude }).sort()
const ruleId = /\b[A-Z]{2,}-\d+\b/g

/** The text of a docstring without its stars, up to a tag. */
const plain = (comment: string) => comment.replaceAll(/^\s*\* ?/gm, "").trim()

/** A tag's text: until the next tag, or the end. */
const tagOf = (comment: string, tag: string) =>
  new RegExp(`@${tag} +([^@]*)`).exec(comment)?.[1]?.replaceAll(/\s+/g, " ").trim() ?? ""

/** Every docstring with `@rule`, in the order of the files. */
export const toldRules = (): ReadonlyArray<ToldRule> =>
  filesOf("packages/*/src/**/*.ts").flatMap((file) => {
    const docstrings = readFileSync(file, "utf8")
      .matchAll(/\/\*\*((?:(?!\*\/)[^])*@rule(?:(?!\*\/)[^])*)\*\/\s*(?:export )?(?:const )?(\w+)/g)
    return [...docstrings].map(([, comment = "", name = ""]) => {
      const text = plain(comment)
      return {
        file, name, ids: tagOf(text, "rule").match(ruleId) ?? [], source: tagOf(text, "source"),
        words: text.slice(0, text.indexOf("@rule")).replaceAll(/\s+/g, " ").trim()
      }
    })
  })

/** Every file that proves something, with the rules that it names. */
export const proofs = (): ReadonlyArray<{ readonly file: string; readonly ids: ReadonlySet<string> }> =>
  [...filesOf("{packages,adapters,examples}/**/*.test.ts"), ...filesOf("packages/conformance/src/**/*.ts"),
    ...filesOf("packages/blueprints/src/scenarios/**/*.ts")]
    .filter((file, at, all) => all.indexOf(file) === at)
    .map((file) => ({ file, ids: new Set(readFileSync(file, "utf8").match(ruleId)) }))

/** What is checked of the pages that are written by hand: their links, their commands, their words, their order. */
import {
  Account, Contract, Credential, Notice, Policy, Portals, Quota, Resource, Setting, User
} from "@intendant/core"
import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

const read = (file: string) => readFileSync(file, "utf8")

/** A page by the name of its file, so that a fault can name it. */
export interface Page {
  readonly file: string
  readonly text: string
}

const handbook = (): ReadonlyArray<Page> =>
  [
    "README.md", "CONTRIBUTING.md", "SECURITY.md",
    ...globSync(["docs/**/*.md", "{packages,adapters,examples}/*/*.md"]).sort()
  ].map((file) => ({ file, text: read(file) }))

/** Links to files that are not there. */
export const deadLinks = ({ file, text }: Page): ReadonlyArray<string> =>
  [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = ""]) =>
    /^https?:/.test(target) || existsSync(join(dirname(file), target)) ? [] : [`${file} links to ${target}: not there`])

/** Commands of npm that package.json does not have. */
export const unknownCommands = ({ file, text }: Page): ReadonlyArray<string> => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"))
  return [...text.matchAll(/npm run (?:--?\w+ )*([\w:-]+)/g)].flatMap(([, name = ""]) =>
    name in scripts ? [] : [`${file} names the command ${name}: package.json has none`])
}

/** Variables of the environment that the program reads and the page lacks, and those that nothing reads. */
export const strayVariables = ({ file, text }: Page): ReadonlyArray<string> => {
  const table = text.slice(text.indexOf("## Environment"), text.indexOf("## Checks"))
  const told = [...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = ""]) => name)
  const sources = globSync(["examples/*/src/*.ts", "tools/**/*.ts", "*.config.ts"]).map(read).join("\n")
  const used = [...sources.matchAll(/(?:process\.env\[|\bof\()"([A-Z][A-Z_]+)"/g)].map(([, name = ""]) => name)
  const lacking = [...new Set(used)].filter((name) => name !== "PATH" && !told.includes(name))
  const unused = told.filter((name) => !used.includes(name))
  return [
    ...lacking.map((name) => `${file} lacks the variable ${name}`),
    ...unused.map((name) => `${file} has the variable ${name}: nothing reads it`)
  ]
}

/** The concepts in the order in which they are read, as far as they exist. */
const readingOrder = (): ReadonlyArray<string> => {
  const [, list = "[]"] = /const readingOrder = (\[[^\]]*\])/.exec(read(".dependency-cruiser.cjs")) ?? []
  const names: ReadonlyArray<string> = JSON.parse(list)
  return names.filter((name) => existsSync(`packages/core/src/${name}`))
}

/** Whether the page tells the concepts in the order that is enforced. */
export const misorder = ({ file, text }: Page): ReadonlyArray<string> => {
  const told = [...text.matchAll(/^\d+\. \[([a-z]+)\]\(\.\.\/packages\/core\/src\/\1\)/gm)].map(([, name]) => name)
  const enforced = readingOrder()
  if (told.join() === enforced.join()) return []
  return [`${file} reads ${told.join(", ")}; the order is ${enforced.join(", ")}`]
}

/** The words that people meet. Where a thing has few states, its model tells them. */
const needed = (): ReadonlyArray<string> =>
  [
    Account.Account, Account.Command, Account.Event, Policy.Command, Policy.Event, Quota.Event, Credential.Command,
    Credential.Event, Contract.Command, Contract.Event, User.User, User.Command, User.Event, Setting.Command,
    Setting.Event, Notice.Command, Notice.Event, Resource.Command, Resource.Event, Portals.Refusal
  ].flatMap((union) => union.members.map(({ fields }) => fields._tag.schema.literal))

/** Words of the code that the page does not have, and words that it has and the code does not. */
export const strayWords = ({ file, text }: Page): ReadonlyArray<string> => {
  const told = new Set([...text.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, word = ""]) => word))
  const sources = globSync("packages/core/src/**/*.ts").map(read).join("\n")
  const exported = sources.matchAll(/export (?:const|type|class|interface) (\w+)/g)
  const known = new Set([...exported].map(([, word = ""]) => word))
  return [
    ...needed().filter((word) => !told.has(word)).map((word) => `${file} does not have the word ${word}`),
    ...[...told].filter((word) => !known.has(word)).map((word) => `${file} has the word ${word}: the code does not`)
  ]
}

const page = (file: string): Page => ({ file, text: read(file) })

/** Everything that is wrong with the pages, a sentence each. */
export const faultsOfPages = (): ReadonlyArray<string> => [
  ...handbook().flatMap((one) => [...deadLinks(one), ...unknownCommands(one)]),
  ...strayVariables(page("README.md")),
  ...misorder(page("docs/reading-path.md")),
  ...strayWords(page("docs/glossary.md"))
]

/** What can be asked on the command line, and how it is read. */
import { parseArgs } from "node:util"
import { Locale, Path, Portals } from "@intendant/core"
import * as Schema from "effect/Schema"
import { type Place, placeOf } from "./place.ts"

/** What is said of the people of one enterprise, whatever is done with them. */
export interface PeopleRequest {
  readonly place: Place
  readonly enterprise: Path
  /** The file of the portal's blueprint, where it is not the usual one. */
  readonly blueprint: string | undefined
  readonly language: Locale
}

export interface ImportRequest extends PeopleRequest {
  readonly _tag: "ImportUsers"
  readonly file: string
  readonly isDryRun: boolean
  readonly report: string | undefined
  readonly reason: string
}

/** What was asked for, or what is wrong with it. */
export type Request =
  | { readonly _tag: "Migrate"; readonly place: Place }
  | { readonly _tag: "Verify"; readonly place: Place }
  | ImportRequest
  | PeopleRequest & { readonly _tag: "ExportUsers" }
  | { readonly _tag: "Help" }
  | { readonly _tag: "Mistaken"; readonly why: string }

const text = { type: "string" } as const
const options = {
  database: { type: "string", short: "d" }, help: { type: "boolean", short: "h" }, enterprise: text, blueprint: text,
  language: text, "dry-run": { type: "boolean" }, report: text, reason: text
} as const

type Option = keyof typeof options
const aboutPeople: ReadonlyArray<Option> = ["enterprise", "blueprint", "language"]

/** The commands, and the options that each knows besides the place. */
const commands = new Map<string, ReadonlyArray<Option>>([
  ["migrate", []], ["verify", []], ["export-users", aboutPeople],
  ["import-users", [...aboutPeople, "dry-run", "report", "reason"]]
])

const parse = (words: ReadonlyArray<string>) => parseArgs({ args: [...words], allowPositionals: true, options })
type Values = ReturnType<typeof parse>["values"]

/** Reads the words behind the name of the program. The database may be named elsewhere than among them. */
export const requestOf = (words: ReadonlyArray<string>, elsewhere = ""): Request => {
  try {
    const { positionals: [command, ...rest], values } = parse(words)
    if (values.help === true) return { _tag: "Help" }
    if (command === undefined) return mistaken("a command is missing")
    const known = commands.get(command)
    if (known === undefined) return mistaken(`there is no command "${command}"`)
    const tooMany = rest.slice(command === "import-users" ? 1 : 0)
    if (tooMany.length > 0) return mistaken(`"${tooMany.join(" ")}" is one word too many`)
    const strange = Object.keys(values).find((name) => name !== "database" && !known.some((one) => one === name))
    if (strange !== undefined) return mistaken(`--${strange} is not for ${command}`)
    const database = values.database ?? elsewhere
    if (database === "") return mistaken("--database is missing")
    const place = placeOf(database)
    const name = values.database === undefined ? "DATABASE_URL" : "--database"
    if (place === undefined) return mistaken(`${name} begins with postgres:// or sqlite:`)
    switch (command) {
      case "migrate": return { _tag: "Migrate", place }
      case "verify": return { _tag: "Verify", place }
      default: return aboutUsers(place, command === "import-users" ? rest : undefined, values)
    }
  } catch (mistake) {
    return mistaken(mistake instanceof Error ? mistake.message : String(mistake))
  }
}

const isPath = Schema.is(Path)
const isLocale = Schema.is(Locale)
const isReason = Schema.is(Portals.Reason)

/** Words are given for an import: the file among them. */
const aboutUsers = (place: Place, words: ReadonlyArray<string> | undefined, values: Values): Request => {
  const { blueprint, enterprise, language = "en", reason = "", report } = values
  if (enterprise === undefined) return mistaken("--enterprise is missing")
  if (!isPath(enterprise)) return mistaken("--enterprise is no name")
  if (!isLocale(language)) return mistaken("--language is fr or en")
  if (!isReason(reason)) return mistaken("--reason has at most 500 characters, and none that nobody sees")
  const people = { place, enterprise, blueprint, language }
  if (words === undefined) return { _tag: "ExportUsers", ...people }
  const [file] = words
  if (file === undefined) return mistaken("the file is missing")
  return { _tag: "ImportUsers", ...people, file, isDryRun: values["dry-run"] === true, report, reason }
}

const mistaken = (why: string): Request => ({ _tag: "Mistaken", why })

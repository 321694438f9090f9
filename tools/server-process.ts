/** Runs a server as a direct child in a private folder, under a user that it accepts, never longer than we live. */
import { execFileSync, spawn } from "node:child_process"
import {
  accessSync, chownSync, constants, existsSync, mkdtempSync, realpathSync, rmSync, statfsSync, statSync
} from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"

/** A server that has said it is ready. */
export interface Running {
  /** The last words of the server, for messages and for tests that look for secrets in them. */
  readonly log: () => string
  /** Sends the signal and waits until the server and all its children are gone. */
  readonly end: (signal: NodeJS.Signals) => Promise<void>
}

interface Launch {
  readonly command: string
  readonly args: ReadonlyArray<string>
  /** Where the server runs; whoever made it removes it. */
  readonly folder: string
  /** What the server writes once it takes connections. */
  readonly ready: RegExp
  /** What ends the server at once when this process ends first. */
  readonly lastSignal: NodeJS.Signals
}

interface Owner { readonly uid: number; readonly gid: number }

const nobody: Owner = { uid: 65_534, gid: 65_534 }
const memoryFilesystems: ReadonlySet<number> = new Set([0x0102_1994, 0x8584_58f6])
const keptLogCharacters = 65_536

/** What must not outlive this process: how to end each server that runs, and the folders made for them. */
const living = new Set<() => void>()
const folders = new Set<string>()

const ownerNamed = (name: string): Owner | undefined => {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }))
  try {
    return { uid: id("-u"), gid: id("-g") }
  } catch {
    return undefined
  }
}

const findOwner = (): Owner | undefined => process.getuid?.() === 0 ? ownerNamed("postgres") ?? nobody : undefined

/** Whom a server runs as when we are root, which PostgreSQL and PgBouncer refuse; nobody else when we are not. */
export const serverOwner = findOwner()

/** Nothing of our environment reaches a server: `PGPORT` or `PGDATA` would change what it does. */
export const serverEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC"
}

/** A folder that others may enter is one the server's owner can reach; its own parents have to be so too. */
const isReachable = (folder: string): boolean =>
  (statSync(folder).mode & 0o001) !== 0 && (dirname(folder) === folder || isReachable(dirname(folder)))

/** Says whether what is written there is in memory only, whatever the server calls durable. */
export const isInMemory = (folder: string): boolean => memoryFilesystems.has(statfsSync(folder).type)

/** The folder that takes our temporary ones: reachable for the server's owner and, where asked, on a real disk. */
export const scratchFolder = (durable = false): string => {
  const fits = (folder: string) => {
    try {
      accessSync(folder, constants.W_OK)
      return (serverOwner === undefined || isReachable(realpathSync(folder))) && !(durable && isInMemory(folder))
    } catch {
      return false
    }
  }
  const found = [tmpdir(), "/tmp", "/var/tmp"].find(fits)
  if (found === undefined) throw new Error(`no temporary folder ${durable ? "on a disk " : ""}that a server can reach`)
  return realpathSync(found)
}

/** A new folder that belongs to the server's owner, that nobody else may enter, and that is removed when we end. */
export const privateFolder = (prefix: string, durable = false): string => {
  watchOurEnd()
  const folder = mkdtempSync(join(scratchFolder(durable), prefix))
  folders.add(folder)
  if (serverOwner !== undefined) chownSync(folder, serverOwner.uid, serverOwner.gid)
  return folder
}

/**
 * Removes a folder, also while a dying server still writes in it: for a second at most, and without giving way.
 * `rmSync` throws when a file appears meanwhile, and returns early, silently, when one vanishes.
 */
export const removeFolder = (folder: string, triesLeft = 50): void => {
  try {
    rmSync(folder, { recursive: true, force: true })
    if (!existsSync(folder)) return void folders.delete(folder)
  } catch (cause) {
    if (triesLeft === 0) throw cause
  }
  if (triesLeft === 0) throw new Error(`${folder} cannot be removed`)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
  removeFolder(folder, triesLeft - 1)
}

/** Where a program is: in one of the folders given, else on the PATH. */
export const findProgram = (name: string, folders: ReadonlyArray<string> = []): string | undefined => {
  const isProgram = (file: string) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  }
  const searched = [...folders, ...(process.env["PATH"] ?? "").split(delimiter)]
  return searched.map((folder) => join(folder, name)).find(isProgram)
}

const endAll = (): void => {
  for (const end of living) end()
  for (const folder of folders) removeFolder(folder)
}

const watchOurEnd = (): void => {
  if (process.listeners("exit").includes(endAll)) return
  process.once("exit", endAll)
  // A signal ends a process without its "exit" event: the children are ended here, then the signal takes its course.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      endAll()
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
    })
  }
}

/** Starts a server and waits until it is ready. Fails with its last words if it ends before. */
export const launch = async ({ command, args, folder, ready, lastSignal }: Launch): Promise<Running> => {
  watchOurEnd()
  const child = spawn(command, args, {
    ...serverOwner, cwd: folder, env: serverEnvironment, stdio: ["ignore", "pipe", "pipe"]
  })
  let log = ""
  const finish = () => void child.kill(lastSignal)
  living.add(finish)
  // "close" comes after "exit": it waits for the children that share the output, so the data is free to be used again.
  const closed = new Promise<void>((resolve) => child.once("close", () => {
    living.delete(finish)
    resolve()
  }))
  await new Promise<void>((resolve, reject) => {
    const read = (text: string) => {
      log = (log + text).slice(-keptLogCharacters)
      if (ready.test(log)) resolve()
    }
    child.stdout.setEncoding("utf8").on("data", read)
    child.stderr.setEncoding("utf8").on("data", read)
    child.once("error", reject)
    void closed.then(() => reject(new Error(`${command} ended before it was ready:\n${log}`)))
  })
  return {
    log: () => log,
    end: async (signal) => {
      child.kill(signal)
      await closed
    }
  }
}

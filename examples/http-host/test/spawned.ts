/** The host as a process of its own, in a temporary folder, and someone who asks it. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

export interface Spawned {
  readonly url: string
  /** The root account's, which is kept beside the file. */
  readonly password: string
  /** What was printed when it came up. */
  readonly greeting: string
  /** Everything that it has printed until now. */
  readonly output: () => string
  /** Its API tokens, where this was the first start. */
  readonly operator: string
  readonly support: string
  /** Tells it to end, and gives its exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
  readonly process: ChildProcess
}

interface Wish {
  readonly folder: string
  readonly words?: ReadonlyArray<string>
  readonly environment?: Readonly<Record<string, string>>
}

export const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "intendant-host-"))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const main = resolve(import.meta.dirname, "../src/main.ts")
const found = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? ""

/** Starts the host and waits until it says that it is up; rejects with what it said instead. */
export const spawnHost = async ({ folder, words = ["--demo=auto"], environment = {} }: Wish): Promise<Spawned> => {
  const started = spawn(process.execPath, ["--conditions=@intendant/source", main, ...words], {
    env: {
      PATH: process.env["PATH"], PORT: "0", INTENDANT_DATA: join(folder, "data", "portal.sqlite"),
      INTENDANT_BLUEPRINT: "backup-accounts-classic", ...environment
    },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let output = ""
  const isUp = new Promise<string>((up, down) => {
    const heard = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes("\nSign in, and give")) up(output)
    }
    started.stdout.on("data", heard)
    started.stderr.on("data", heard)
    started.once("exit", (code) => down(new Error(`the host ended with ${code}: ${output}`)))
  })
  const greeting = await isUp
  return {
    greeting, process: started, output: () => output, url: found(greeting, /^(http:\S+)/),
    get password() { return readFileSync(join(folder, "data", "integrator-password"), "utf8").trim() },
    operator: found(greeting, /operator +(tok_\S+)/), support: found(greeting, /support +(tok_\S+)/),
    end: async (signal = "SIGTERM") => {
      if (started.exitCode !== null) return started.exitCode
      started.kill(signal)
      await once(started, "close")
      return started.exitCode
    }
  }
}

/** Asks as whoever bears the token; without one, as a stranger. */
export const asker = (url: string) => (token = "") =>
  async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await answer.text()
    // Whatever JSON stands there: each test says what it should be.
    const told: Record<string, unknown> = text === "" ? {} : JSON.parse(text)
    return { status: answer.status, body: told }
  }

/** Signs in, and gives the token of the session. */
export const signIn = async (url: string, name: string, password: string): Promise<string> =>
  String((await asker(url)()("POST", "/sessions", { name, password })).body["token"])

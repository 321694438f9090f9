/** Another process on the same database: a program of this folder, spoken to line by line. */
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type pg from "pg"

/** The programs that are run beside the tests. */
export const programs = {
  clients: new URL("./clients.program.ts", import.meta.url),
  naive: new URL("./naive.program.ts", import.meta.url),
  writer: new URL("./writer.program.ts", import.meta.url)
}

export interface Child {
  /** The next line that the program prints; fails when it ends without one. */
  readonly line: () => Promise<string>
  readonly tell: (line: string) => void
  readonly kill: () => void
}

/** Starts a program on a schema of a database. */
export const start = (program: URL, connection: pg.PoolConfig, ...more: ReadonlyArray<string>): Child => {
  const child = spawn(
    process.execPath,
    ["--conditions=@intendant/source", fileURLToPath(program), JSON.stringify(connection), ...more],
    { stdio: ["pipe", "pipe", "inherit"] }
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    line: async () => {
      const { done, value } = await lines.next()
      if (done === true) throw new Error(`${fileURLToPath(program)} ended without a word`)
      return value
    },
    tell: (line) => { child.stdin.write(`${line}\n`) },
    kill: () => { child.kill("SIGKILL") }
  }
}

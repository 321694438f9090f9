/** Another process on the same file: a program of this folder, spoken to line by line. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

/** The programs that are run beside the tests. */
export const programs = {
  host: new URL("./host.program.ts", import.meta.url),
  worker: new URL("./worker.program.ts", import.meta.url),
  writer: new URL("./writer.program.ts", import.meta.url),
  opener: new URL("./opener.program.ts", import.meta.url),
  naive: new URL("./naive.program.ts", import.meta.url)
}

export interface Child {
  /** The next line that the program prints; fails when it ends without one. */
  readonly line: () => Promise<string>
  readonly tell: (line: string) => void
  /** Ends the program as a power cut would, and waits until it is gone. */
  readonly kill: () => Promise<void>
}

/** Starts a program on a file. */
export const start = (program: URL, file: string, ...more: ReadonlyArray<string>): Child => {
  const child = spawn(
    process.execPath, ["--conditions=@intendant/source", fileURLToPath(program), file, ...more],
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
    kill: async () => {
      child.kill("SIGKILL")
      await gone(child)
    }
  }
}

const gone = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
}

/** Where a program says what it has to say, and what comes to it. */
import type { Writable } from "node:stream"

/** Where lines go: what was found, and what went wrong. */
export interface Lines {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  /** Where a whole file goes. */
  readonly bytes: (pieces: AsyncIterable<Uint8Array>) => Promise<void>
  /** The database, where the words name none. */
  readonly database?: string
  /** What comes through a pipe. */
  readonly input: AsyncIterable<Uint8Array>
  /** The terminal of whoever waits, if anybody looks at one. */
  readonly screen?: Writable
}

/** How far something has come: a bar where a terminal shows it, and else a line now and then. */
import type { Writable } from "node:stream"
import { progress } from "@clack/prompts"

/** Told the share that is done, from 0 to 1, and what to say of it. */
export interface Progress {
  readonly tell: (share: number, people: number, message: string) => void
  /** Whatever came of it. */
  readonly end: () => void
}

/** Lines for a file or a pipe: one for so many people. */
const peoplePerLine = 10_000

export const inLines = (line: (text: string) => void): Progress => {
  let told = 0
  return {
    tell: (_, people, message) => {
      if (people < told) told = 0
      if (people - told < peoplePerLine) return
      told = people
      line(message)
    },
    end: () => undefined
  }
}

const steps = 100
/** A bar on a terminal. It takes the keyboard, and with it whatever key interrupts the program. */
export const onTerminal = (screen: Writable): Progress => {
  const bar = progress({ max: steps, output: screen })
  let done = 0
  bar.start()
  return {
    tell: (share, _, message) => {
      const now = Math.min(steps, Math.floor(share * steps))
      bar.advance(Math.max(0, now - done), message)
      done = Math.max(done, now)
    },
    end: () => bar.clear()
  }
}

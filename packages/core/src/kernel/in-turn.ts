/** One at a time for each key, in the order in which they came: what one does cannot be disturbed by the next. */
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"

interface Line {
  readonly semaphore: Semaphore.Semaphore
  people: number
}

/** Makes the lines of one process. A line is forgotten once nobody stands in it. */
export const inTurn = () => {
  const lines = new Map<string, Line>()
  return (key: string) => <Value, Failure, Needs>(work: Effect.Effect<Value, Failure, Needs>) =>
    Effect.suspend(() => {
      const line = lines.get(key) ?? { semaphore: Semaphore.makeUnsafe(1), people: 0 }
      lines.set(key, line)
      line.people += 1
      return Effect.ensuring(line.semaphore.withPermit(work), Effect.sync(() => {
        line.people -= 1
        if (line.people === 0) lines.delete(key)
      }))
    })
}

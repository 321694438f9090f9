/** Tells failures of the database apart: what is worth another try, what one value is to blame for, and the rest. */
import { Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"

/** The code under which the engine or the system reports a failure; empty where it reports none. */
export const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : ""

/** Two transactions met, and this one gave way. It may begin again at once. */
export const gaveWay = (cause: unknown): boolean => ["40001", "40P01"].includes(codeOf(cause))

export const isTaken = (cause: unknown): boolean => codeOf(cause) === "23505"

/** The engine refused something that it was given: data, a constraint, a size, a feature. It answers all the others. */
export const isRefusedValue = (cause: unknown): boolean => /^(21|22|23|42|54|0A)[0-9A-Z]{3}$/.test(codeOf(cause))

const triesMax = 8

/** Begins again for as long as it gave way to others, but not for ever. */
export const persist = async <Answer>(
  attempt: () => Promise<Answer>, isWorthwhile: (cause: unknown) => boolean = gaveWay
): Promise<Answer> => {
  for (let tries = 1;; tries++) {
    try {
      return await attempt()
    } catch (cause) {
      if (tries >= triesMax || !isWorthwhile(cause)) throw cause
    }
  }
}

/** What fails is `Unavailable`, and nothing else. */
export const answering = <Answer>(question: () => Promise<Answer>): Effect.Effect<Answer, Unavailable> =>
  Effect.tryPromise({ try: () => persist(question), catch: (cause) => new Unavailable({ cause }) })

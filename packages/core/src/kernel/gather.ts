/** Gathers callers: while one batch is under way, those who come wait, and the next batch carries them all. */
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"

/** Who waits for an answer, and how it is given. */
interface Waiting<Ask, Answer, Failure> {
  readonly ask: Ask
  readonly resume: (answer: Effect.Effect<Answer, Failure>) => void
}

/**
 * Carries out many asks in one go. `carry` is given everything that came while the last batch was under way, in the
 * order in which it came, and gives an exit for each. A lone caller waits for nothing. A batch that breaks fails its
 * own callers with `broken`, and nobody else. Who gives up while waiting is not carried any more.
 */
export const gather = <Ask, Answer, Failure>(
  carry: (asks: ReadonlyArray<Ask>) => Promise<ReadonlyArray<Exit.Exit<Answer, Failure>>>,
  broken: (cause: unknown) => Failure,
  most = 512
): (ask: Ask) => Effect.Effect<Answer, Failure> => {
  let waiting: Array<Waiting<Ask, Answer, Failure>> = []
  let underWay = false

  const carryOut = async (batch: ReadonlyArray<Waiting<Ask, Answer, Failure>>): Promise<void> => {
    try {
      const exits = await carry(batch.map(({ ask }) => ask))
      batch.forEach(({ resume }, index) => resume(exits[index] ?? Effect.fail(broken("a batch without an answer"))))
    } catch (cause) {
      for (const { resume } of batch) resume(Effect.fail(broken(cause)))
    }
  }

  const start = async (): Promise<void> => {
    underWay = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      await carryOut(batch)
      // Those who were answered together mostly ask again together: the next batch waits until all of them could.
      if (batch.length > 1) await Effect.runPromise(Effect.yieldNow)
    }
    underWay = false
  }

  return (ask) =>
    Effect.callback<Answer, Failure>((resume) => {
      const caller = { ask, resume }
      waiting.push(caller)
      if (!underWay) void start()
      return Effect.sync(() => { waiting = waiting.filter((other) => other !== caller) })
    })
}

/** The file, and the only two ways to it: a look, and a step. */
import { gather, Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import { open, rename } from "node:fs/promises"
import { dirname } from "node:path"
import { type State, stateOf, textOf } from "./content.ts"

/** Puts a text in the place of the file: on the disk before it bears the name, and the name before anyone is told. */
export const replace = async (file: string, content: string): Promise<void> => {
  const written = await open(`${file}.new`, "w", 0o600)
  try {
    await written.writeFile(content)
    await written.sync()
  } finally {
    await written.close()
  }
  await rename(`${file}.new`, file)
  const folder = await open(dirname(file), "r")
  await folder.sync().finally(() => folder.close())
}

const unavailable = (cause: unknown) => new Unavailable({ cause })

/** The content of the file, as it is on the disk, and the way to another. */
const contentOf = (file: string, first: string) => {
  let [kept, state] = [first, stateOf(JSON.parse(first))]
  let underWay: Promise<unknown> = Promise.resolve()

  const write = async (draft: State): Promise<void> => {
    const next = textOf(draft)
    if (next === kept) return
    await replace(file, next)
    kept = next
    state = draft
  }

  return {
    state: () => state,
    draft: () => stateOf(JSON.parse(kept)),
    /** Puts a draft in the place of what is kept; a write that fails was nothing. */
    write: (draft: State): Promise<void> => {
      const written = write(draft)
      underWay = written.catch(() => undefined)
      return written
    },
    /** Ends with the write that is under way. */
    settled: () => underWay
  }
}

/** What is kept, and the only two ways to it: a look, and a step that judges first and changes last. */
export const keeper = (file: string, first: string) => {
  const content = contentOf(file, first)
  let isClosed = false

  /** Many steps are one write. */
  const carry = gather<(draft: State) => void, void, Unavailable>(async (steps) => {
    const draft = content.draft()
    const exits = steps.map((step) => {
      try {
        return Exit.succeed(step(draft))
      } catch (cause) {
        return Exit.fail(unavailable(cause))
      }
    })
    await content.write(draft)
    return exits
  }, unavailable)

  const whileOpen = Effect.suspend(() =>
    isClosed ? Effect.fail(unavailable("the storage is closed")) : Effect.void)

  return {
    close: async () => {
      isClosed = true
      await content.settled()
    },
    /** Waits for the write under way, so that nobody is told what is about to be old. */
    look: <Answer>(answer: (state: State) => Answer): Effect.Effect<Answer, Unavailable> =>
      whileOpen.pipe(
        Effect.andThen(Effect.promise(content.settled)),
        Effect.andThen(Effect.try({ try: () => answer(content.state()), catch: unavailable }))),
    change: <Answer, Failure = never>(step: (draft: State) => Result.Result<Answer, Failure>) =>
      Effect.andThen(whileOpen, changing(carry, step))
  }
}

type Carry = (step: (draft: State) => void) => Effect.Effect<void, Unavailable>

/** One step among those of its batch; its answer counts once the batch is written. */
const changing = <Answer, Failure>(carry: Carry, step: (draft: State) => Result.Result<Answer, Failure>) =>
  Effect.suspend((): Effect.Effect<Answer, Failure | Unavailable> => {
    const given: { answer?: Result.Result<Answer, Failure> } = {}
    const carried = carry((draft) => { given.answer = step(draft) })
    return Effect.flatMap(carried, (): Effect.Effect<Answer, Failure | Unavailable> =>
      given.answer === undefined ? Effect.fail(unavailable("no answer")) : Effect.fromResult(given.answer))
  })

export type Keeper = ReturnType<typeof keeper>
export const done = Result.succeed(undefined)

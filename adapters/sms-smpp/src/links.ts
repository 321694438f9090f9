/** The session in use, made when it is needed, and made anew when it is over or no longer trusted. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { closed } from "./answers.ts"
import { type Link, type LinkOptions, openLink } from "./link.ts"

/** How often a gateway that says nothing is asked whether it lives. */
const enquireMillis = 30_000

/** A session, and how many messages are on it. */
interface Use {
  readonly link: Link
  count: number
  /** Nothing new goes over it, and it ends with the last message that is on it. */
  isLeft: boolean
}

export interface Links {
  /** Lends the session in use. Where the use is interrupted, the gateway hung: the next takes another session. */
  readonly using: <Answer, Failure>(
    use: (link: Link) => Effect.Effect<Answer, Failure>
  ) => Effect.Effect<Answer, Failure | typeof closed>
  readonly close: Effect.Effect<void>
}

export const makeLinks = (options: LinkOptions): Links => {
  const open = new Set<Use>()
  let current: Use | undefined
  let isClosed = false

  const opened = (): Use => {
    const use: Use = {
      count: 0, isLeft: false,
      link: openLink(options, enquireMillis, () => {
        open.delete(use)
        if (current === use) current = undefined
      })
    }
    open.add(use)
    return use
  }
  const take = Effect.suspend(() => {
    if (isClosed) return Effect.fail(closed)
    const use = current ??= opened()
    use.count += 1
    return Effect.succeed(use)
  })
  const giveBack = (use: Use, hasHung: boolean) => Effect.sync(() => {
    use.count -= 1
    use.isLeft ||= hasHung
    if (use.isLeft && current === use) current = undefined
    if (use.isLeft && use.count === 0) use.link.end(closed)
  })

  return {
    using: (use) => Effect.acquireUseRelease(
      take, ({ link }) => use(link), (taken, exit) => giveBack(taken, Exit.hasInterrupts(exit))),
    close: Effect.suspend(() => {
      isClosed = true
      return Effect.forEach([...open], ({ link }) => link.leave, { concurrency: "unbounded", discard: true })
    })
  }
}

/** Screens that break a promise each: asked one by one and put together, with one part of it wrong. */
import { Contract, Portals, Setting, type Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Mutant, Mutants } from "./mutation.ts"

type Users = Portals.Screens["users"]

/** A storage with screens of its own, which answer otherwise than its ports. */
const screens = (breaks: string, broken: (honest: Users, storage: Storage) => Users): Mutant => ({
  breaks,
  mutate: (opened) => {
    const { of, users } = Portals.screensOf(opened.storage)
    return { ...opened, storage: { ...opened.storage, screens: { of, users: broken(users, opened.storage) } } }
  }
})

/** Tells again what it told before. */
const remembering = (users: Users): Users => {
  const told = new Map<string, Portals.UsersFound>()
  return (asked) => {
    const before = told.get(asked.digest)
    return before !== undefined
      ? Effect.asSome(Effect.succeed(before))
      : Effect.tap(users(asked), (found) =>
        Effect.sync(() => Option.map(found, (answer) => told.set(asked.digest, answer))))
  }
}

export const screensMutants: Mutants = {
  "P-1": screens("lists upwards, whichever way is asked", (users) => (asked) =>
    users({ ...asked, query: { ...asked.query, descending: false } })),
  "P-2": screens("answers with the papers of an enterprise of a like name", (users, { records }) => (asked) =>
    Effect.gen(function*() {
      const found = yield* users(asked)
      const { items } = yield* records.keys(Contract.concept.name, { limit: 10 })
      const like = items.find((name) => name.toLowerCase() === asked.query.enterprise.toLowerCase())
      if (Option.isNone(found) || like === undefined) return found
      const kept = yield* records.load({ concept: Setting.concept.name, id: like })
      return Option.some({
        ...found.value,
        saved: Option.match(kept, {
          onNone: () => found.value.saved, onSome: ({ state }) => Setting.concept.state.read(state)
        })
      })
    })),
  "P-3": screens("knows a session until it expires, whoever ended it", (users) => {
    const seen = new Map<string, Portals.UsersFound>()
    return (asked) =>
      Effect.map(users(asked), (found) => {
        if (Option.isSome(found)) seen.set(asked.digest, found.value)
        const before = seen.get(asked.digest)
        const isOver = before === undefined
          || before.session.expiresAt.epochMilliseconds <= asked.now.epochMilliseconds
        return isOver ? found : Option.some(before)
      })
  }),
  "P-4": screens("tells again what it told before", remembering)
}

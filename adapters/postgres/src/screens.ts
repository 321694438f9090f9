/** What a screen needs, as one statement: each part as its ports would answer, and nothing where nobody signed in. */
import { Contract, type Portals, remembering, Setting, User } from "@intendant/core"
import * as Option from "effect/Option"
import type { Driver } from "./driver.ts"
import { answering } from "./failures.ts"
import { sessionColumns, sessionOf } from "./sessions.ts"
import { boundsOf, inEachOrder, pageFrom } from "./user-lists.ts"

/**
 * Everything in one row. No JSON that the server writes has a line break in it: it parts the users. They keep the order
 * of the walk, as rows that are aggregated without another do.
 */
const statements = inEachOrder("page", (walk) =>
  `with walked as materialized (${walk})
    select ${sessionColumns},
      (select asker.state::text from {schema}."user" asker where asker.id = subject) as asker,
      (select contract.state::text from {schema}.contract where contract.id = $7) as contract,
      (select setting.state::text from {schema}.setting where setting.id = $7) as saved,
      (select string_agg(walked.state, E'\\n') from walked) as users
    from {schema}.session where digest = $5 and expires_at > $6`)

type Concept<State> = {
  readonly initial: State
  readonly state: Parameters<typeof remembering<State & object>>[0]
}

/** Reads a record as its concept does; one that was never written is at its beginning. */
const reading = <State extends object>({ initial, state }: Concept<State>) => {
  const read = remembering<State>(state)
  return (text: unknown): State => typeof text === "string" ? read(text) : initial
}

const askerOf = reading(User.concept)
const contractOf = reading(Contract.concept)
const savedOf = reading(Setting.concept)
const textsOf = (users: unknown): ReadonlyArray<string> => typeof users === "string" ? users.split("\n") : []

export const makeScreens = ({ ask }: Driver, of: Portals.Screens["of"]): Portals.Screens => ({
  of,
  users: ({ digest, now, query, page }) =>
    answering(async () => {
      const values = [...boundsOf(query, page), digest, now.epochMilliseconds, query.enterprise]
      const [row] = await ask(statements(query), values)
      return row === undefined ? Option.none() : Option.some({
        session: sessionOf(row), asker: askerOf(row["asker"]), contract: contractOf(row["contract"]),
        saved: savedOf(row["saved"]), page: pageFrom(textsOf(row["users"]), query, page)
      })
    })
})

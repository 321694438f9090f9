/** The people of an enterprise as a file, written while it is taken: it is never whole in memory. */
import { type Actor, type Page, type PageRequest, type Path, type Portals, User } from "@intendant/core"
import { writeRows } from "@intendant/csv"
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"

const pageLimit = 500

type Ask = (page: PageRequest) => Effect.Effect<Page<Portals.UserView>, unknown>

/** The rows of everyone, the first page being there already. */
async function* rowsFrom(first: Page<Portals.UserView>, ask: Ask): AsyncGenerator<ReadonlyArray<string>, void> {
  const rowsOf = User.exporter()
  for (let page = first;;) {
    yield* rowsOf(page.items.map(({ user }) => user))
    if (page.next === undefined) return
    page = await Effect.runPromise(ask({ after: page.next, limit: pageLimit }))
  }
}

/** The file for somebody who sees users there. What is refused is refused before it begins. */
export const usersFile = (portal: Portals.Portal["Service"], actor: Actor, enterprise: Path) => {
  const query = { enterprise, statuses: User.exportedStatuses, sort: "mail", descending: false } as const
  const ask = (page: PageRequest) => portal.users(actor, query, page)
  return Effect.map(ask({ limit: pageLimit }), (first) => {
    const pieces = writeRows(rowsFrom(first, ask), { delimiter: ";" })
    return HttpServerResponse.stream(Stream.fromAsyncIterable(pieces, (cause) => cause), {
      contentType: "text/csv; charset=utf-8", headers: { "content-disposition": "attachment; filename=\"users.csv\"" }
    })
  })
}

/** The people of an enterprise as a file, written while it is taken: it is never whole in memory. */
import { type Actor, type PageRequest, type Path, type Portals, User } from "@intendant/core"
import { writeRows } from "@intendant/csv"
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"

/** The file for somebody who sees users there. What is refused is refused before it begins. */
export const usersFile = (portal: Portals.Portal["Service"], actor: Actor, enterprise: Path) => {
  const query = User.exportQuery(enterprise)
  const ask = (page: PageRequest) => portal.users(actor, query, page)
  return Effect.map(ask(User.exportStart), (first) => {
    const rows = User.exportedRows(first, (page) => Effect.runPromise(ask(page)))
    return HttpServerResponse.stream(
      Stream.fromAsyncIterable(writeRows(rows, { delimiter: ";" }), (cause) => cause),
      {
        contentType: "text/csv; charset=utf-8",
        headers: { "content-disposition": "attachment; filename=\"users.csv\"" }
      }
    )
  })
}

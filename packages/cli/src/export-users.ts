/** Writes the people of an enterprise as a file that can be imported again. */
import { type Actor, type Page, type PageRequest, type Path, type Portals, User } from "@intendant/core"
import { writeRows } from "@intendant/csv"
import type { PeopleRequest } from "./arguments.ts"
import type { Lines } from "./lines.ts"
import { answerOf, openDesk } from "./portal.ts"

const pageLimit = 500

/** Everyone of an enterprise, as rows. */
async function* exportedRows(
  portal: Portals.Portal["Service"], actor: Actor, enterprise: Path, language: PeopleRequest["language"]
): AsyncGenerator<ReadonlyArray<string>, void> {
  const query = { enterprise, statuses: User.exportedStatuses, sort: "mail", descending: false } as const
  const rowsOf = User.exporter()
  for (let page: PageRequest | undefined = { limit: pageLimit }; page !== undefined;) {
    const found: Page<Portals.UserView> = await answerOf(portal.users(actor, query, page), language)
    yield* rowsOf(found.items.map(({ user }) => user))
    page = found.next === undefined ? undefined : { after: found.next, limit: pageLimit }
  }
}

/** Gives the exit code. */
export const exportUsers = async (request: PeopleRequest, { bytes }: Lines): Promise<number> => {
  const { portal, actor, close } = await openDesk(request)
  try {
    await answerOf(portal.contract(actor, request.enterprise), request.language)
    await bytes(writeRows(exportedRows(portal, actor, request.enterprise, request.language), { delimiter: ";" }))
    return 0
  } finally {
    await close()
  }
}

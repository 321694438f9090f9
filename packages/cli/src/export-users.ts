/** Writes the people of an enterprise as a file that can be imported again. */
import {
  type Actor, displayMail, mailKey, type Page, type PageRequest, type Path, type Portals, User
} from "@intendant/core"
import { writeRows } from "@intendant/csv"
import type { PeopleRequest } from "./arguments.ts"
import type { Lines } from "./lines.ts"
import { answerOf, openDesk } from "./portal.ts"

const pageLimit = 500

/** Who was deleted has no account any more, and importing the file would give them one. */
const exported = User.statuses.filter((status) => status !== "Deleted")

/**
 * Everyone of an enterprise by address: last name, first name, mail, language. An address that two of them have, one
 * who holds it and one who waits for it, stands there once.
 */
async function* exportedRows(
  portal: Portals.Portal["Service"], actor: Actor, enterprise: Path, language: PeopleRequest["language"]
): AsyncGenerator<ReadonlyArray<string>, void> {
  const query = { enterprise, statuses: exported, sort: "mail", descending: false } as const
  let alike = { sortKey: "", mails: new Set<string>() }
  for (let page: PageRequest | undefined = { limit: pageLimit }; page !== undefined;) {
    const found: Page<Portals.UserView> = await answerOf(portal.users(actor, query, page), language)
    for (const { user } of found.items) {
      if (!User.isKnown(user)) continue
      const { mail, sortKeys } = user
      if (sortKeys.mail !== alike.sortKey) alike = { sortKey: sortKeys.mail, mails: new Set() }
      if (alike.mails.has(mailKey(mail))) continue
      alike.mails.add(mailKey(mail))
      yield [user.lastName, user.firstName, displayMail(mail), user.language.toUpperCase()]
    }
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

/** People as rows of a file that can be imported again. */
import { displayMail, mailKey } from "../kernel/mail.ts"
import type { Page, PageRequest } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import { isKnown } from "./known.ts"
import { statuses, type User } from "./model.ts"

/** Whom a file is made of. Who was deleted has no account any more, and importing the file would give them one. */
export const exportQuery = (enterprise: Path) => ({
  enterprise, statuses: statuses.filter((status) => status !== "Deleted"), sort: "mail", descending: false
} as const)

/** The page of them that is asked for first. */
export const exportStart: PageRequest = { limit: 500 }

/**
 * Begins a file: people by address, so many at a time, become rows of last name, first name, mail, language. An address
 * that two of them have, one who holds it and one who waits for it, stands there once.
 */
const exporter = () => {
  let alike = { sortKey: "", mails: new Set<string>() }
  const isFirst = (sortKey: string, mail: string): boolean => {
    if (sortKey !== alike.sortKey) alike = { sortKey, mails: new Set() }
    return !alike.mails.has(mail) && alike.mails.add(mail).has(mail)
  }
  return (users: ReadonlyArray<User>): ReadonlyArray<ReadonlyArray<string>> =>
    users.filter(isKnown).filter(({ mail, sortKeys }) => isFirst(sortKeys.mail, mailKey(mail)))
      .map((user) => [user.lastName, user.firstName, displayMail(user.mail), user.language.toUpperCase()])
}

type Found = Page<{ readonly user: User }>

/** The rows of everyone: the first page is there already, and each other is asked for once its rows are wanted. */
export async function* exportedRows(
  first: Found, ask: (page: PageRequest) => Promise<Found>
): AsyncGenerator<ReadonlyArray<string>, void> {
  const rowsOf = exporter()
  for (let page = first;;) {
    yield* rowsOf(page.items.map(({ user }) => user))
    if (page.next === undefined) return
    page = await ask({ ...exportStart, after: page.next })
  }
}

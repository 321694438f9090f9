/** People as rows of a file that can be imported again. */
import { displayMail, mailKey } from "../kernel/mail.ts"
import { isKnown } from "./known.ts"
import { type Status, statuses, type User } from "./model.ts"

/** Who was deleted has no account any more, and importing the file would give them one. */
export const exportedStatuses: ReadonlyArray<Status> = statuses.filter((status) => status !== "Deleted")

/**
 * Begins a file: people by address, so many at a time, become rows of last name, first name, mail, language. An address
 * that two of them have, one who holds it and one who waits for it, stands there once.
 */
export const exporter = () => {
  let alike = { sortKey: "", mails: new Set<string>() }
  const isFirst = (sortKey: string, mail: string): boolean => {
    if (sortKey !== alike.sortKey) alike = { sortKey, mails: new Set() }
    return !alike.mails.has(mail) && alike.mails.add(mail).has(mail)
  }
  return (users: ReadonlyArray<User>): ReadonlyArray<ReadonlyArray<string>> =>
    users.filter(isKnown).filter(({ mail, sortKeys }) => isFirst(sortKeys.mail, mailKey(mail)))
      .map((user) => [user.lastName, user.firstName, displayMail(user.mail), user.language.toUpperCase()])
}

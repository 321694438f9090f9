/** How a list of users is ordered: the columns that the database computes from each record, and its whole sort keys. */

/** What stands between the parts of a key. No name, address or instant holds it. */
const separator = "chr(1)"

const key = (...parts: ReadonlyArray<string>): string =>
  `(${[...parts, "(state ->> 'userId')"].join(` || ${separator} || `)}) collate "C"`

const lastName = "(state -> 'sortKeys' ->> 'lastName')"
const firstName = "(state -> 'sortKeys' ->> 'firstName')"

/** The rank of each status is its place in `User.statuses`. */
const rank = `(case state ->> '_tag'
  when 'Locked' then '0' when 'Suspended' then '1' when 'PendingApproval' then '2' when 'CreationBlocked' then '3'
  when 'NotFinalised' then '4' when 'Active' then '5' when 'Deleted' then '6' end)`

/** The key of a user, as `User.listing` says it, by the column that holds its beginning. */
export const userKeys = {
  by_status: key(rank, lastName),
  by_last_name: key(lastName, firstName),
  by_first_name: key(firstName, lastName),
  by_mail: key("(state -> 'sortKeys' ->> 'mail')"),
  by_role: key("(state ->> 'role')", lastName),
  by_last_sign_in: key("coalesce(state ->> 'lastSignInAt', '')")
} as const
export type UserColumn = keyof typeof userKeys

/** An index takes no long rows. So many characters tell almost all keys apart; those that tie are told by the rest. */
export const keyLengthMax = 320

/**
 * The enterprise, the rank of the status and the beginning of the key in one text, so that each question fits one index
 * only; nothing for whoever is in none of the seven statuses.
 */
export const userColumnOf = (column: UserColumn): string =>
  `((state ->> 'enterprise') || ${separator} || ${rank} || ${separator} || left(${userKeys[column]}, ${keyLengthMax}))
    collate "C"`

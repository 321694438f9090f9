/** What of a record belongs to whoever bears the name now: who is given a name again begins with nothing. */
import type { EnterpriseValues, Saved, UserValues } from "./model.ts"

export const enterpriseOf = (saved: Saved, ownerId: string | undefined): EnterpriseValues =>
  saved._tag === "OfEnterprise" && saved.ownerId === ownerId ? saved : { values: {}, locks: {} }

export const userOf = (saved: Saved, ownerId: string | undefined): UserValues =>
  saved._tag === "OfUser" && saved.ownerId === ownerId ? saved : { values: {} }

/** Revisions go on when a name passes on, so that what was seen of one bearer is never taken for another's. */
export const revisionOf = (saved: Saved): number => saved._tag === "Unset" ? 0 : saved.revision

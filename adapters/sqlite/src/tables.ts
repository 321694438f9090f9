/** Where the records of each concept are: a table of its own. */
import { storedConcepts } from "@intendant/core"

/** The table of a concept. To ask for one that was never declared is a mistake of the program. */
export const tableOf = (concept: string): string => {
  const table = storedConcepts.find((name) => name === concept)
  if (table === undefined) throw new Error(`no records of the concept ${JSON.stringify(concept)} are kept here`)
  return table
}

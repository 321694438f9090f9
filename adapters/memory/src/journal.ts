/** The journal: one list of lines, and for each record the lines that are its own. */
import { cut, type Entry, type Key, type Line, type Page, type PageRequest } from "@intendant/core"
import { nameOf, type Store } from "./store.ts"

/** Writes a line at the end. Both lists hold the same one. */
export const write = (store: Store, { concept, id }: Key, line: Line): void => append(store, [[{ concept, id }, line]])

/** Writes lines at the end, once it is certain that all of them can be written. */
export const append = (store: Store, lines: ReadonlyArray<readonly [Key, Line]>): void => {
  const written = lines.map(([{ concept, id }, line]) => ({ concept, id, line: JSON.stringify(line) }))
  for (const line of written) {
    const name = nameOf(line.concept, line.id)
    const history = store.histories.get(name)
    if (history === undefined) store.histories.set(name, [line])
    else history.push(line)
    store.journal.push(line)
  }
}

export const historyOf = (store: Store, { concept, id }: Key): ReadonlyArray<Line> =>
  (store.histories.get(nameOf(concept, id)) ?? []).map(({ line }) => JSON.parse(line))

/** Commits follow each other, so the place in the list is the order of commits; the cursor is that place. */
export const pageOfJournal = (store: Store, { after, limit }: PageRequest): Page<Entry> => {
  const from = after === undefined ? 0 : Number(after)
  if (!Number.isSafeInteger(from) || from < 0) throw new Error("the cursor is none that this journal gave")
  const rows = store.journal.slice(from, from + limit + 1).map(({ concept, id, line }, index): Entry =>
    ({ ...JSON.parse(line), concept, id, cursor: String(from + index + 1) }))
  return cut(rows, ({ cursor }) => cursor, limit)
}

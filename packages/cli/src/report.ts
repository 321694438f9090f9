/** The report on a file that was refused: every fault, and behind it the line as it was, so that it can be repaired. */
import type { Locale, User } from "@intendant/core"
import { reasonOf, words } from "./wording.ts"

/**
 * The rows of a report. The first five columns say what is wrong; behind them stand the cells of the line, once, and
 * nothing in the other rows. So whoever takes those five columns away and repairs the rest has a file to import: rows
 * of which nothing is left are passed over.
 */
export async function* reportRows(
  rows: AsyncIterable<User.ImportRow>, check: User.ImportCheck, ofFile: ReadonlyArray<User.ImportFault>,
  language: Locale
): AsyncGenerator<ReadonlyArray<string>, void> {
  yield words[language].columns
  for await (const row of rows) {
    const { faults } = check.record(row)
    yield* faults.map((fault, place) => [...cellsOf(fault, language), ...(place === 0 ? repairable(row, fault) : [])])
  }
  yield* [...check.end().faults, ...ofFile].map((fault) => cellsOf(fault, language))
}

const cellsOf = (fault: User.ImportFault, language: Locale): ReadonlyArray<string> => {
  const { line, column, field, value } = fault
  const name = field === null ? "" : words[language].fields[field]
  return [String(line), column === null ? "" : String(column), name, value, reasonOf(fault, language)]
}

/** What could not be read is not known, and a header is not to be repaired but taken away. */
const repairable = (row: User.ImportRow, { _tag }: User.ImportFault): ReadonlyArray<string> =>
  "cells" in row && _tag !== "HeaderFound" ? row.cells : []

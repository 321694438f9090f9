/** A large file takes no more memory than a small one. */
import { readRows } from "@intendant/csv"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, it } from "vitest"
import { encoded } from "./files.ts"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

const lineOf = (index: number): string =>
  `"Nom ${index}";Prénom d'Usage ${index};prenom${index}.nom@example.org;${index % 2 === 0 ? "FR" : "EN"}\r\n`

/** A file that is made as it is read, so that it is never in memory itself. */
async function* fileOf(lines: number) {
  const linesInPiece = 1_000
  for (let from = 0; from < lines; from += linesInPiece) {
    yield encoded(Array.from({ length: linesInPiece }, (_, index) => lineOf(from + index)).join(""))
  }
}

/** The most that is held while a file is read, garbage collected, beyond what was held before. */
const heldBytesWhileReading = async (lines: number): Promise<number> => {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  let most = 0
  let rows = 0
  for await (const row of readRows(fileOf(lines))) {
    expect(row.line).toBe(rows += 1)
    if (rows % (lines / 5) !== 0) continue
    collectGarbage()
    most = Math.max(most, process.memoryUsage().heapUsed - before)
  }
  expect(rows).toBe(lines)
  return most
}

it("1,000,000 lines are read in the memory of 10,000", async () => {
  const small = await heldBytesWhileReading(10_000)
  const large = await heldBytesWhileReading(1_000_000)
  expect(large - small).toBeLessThan(2_000_000)
})

/** Carries out one request, and says in plain words what came of it. */
import { Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import { type Request, requestOf } from "./arguments.ts"
import { exportUsers } from "./export-users.ts"
import { importUsers } from "./import-users.ts"
import type { Lines } from "./lines.ts"
import { migrate, open, type Place } from "./place.ts"
import { usage } from "./usage.ts"
import { verify } from "./verify.ts"

/** Gives the exit code: 0 done and right, 1 records differ or a file has faults, 2 not done. */
export const run = async (words: ReadonlyArray<string>, lines: Lines): Promise<number> => {
  try {
    return await carryOut(requestOf(words, lines.database), lines)
  } catch (failure) {
    lines.err(`intendant: ${reasonOf(failure)}`)
    return 2
  }
}

const carryOut = async (request: Request, lines: Lines): Promise<number> => {
  switch (request._tag) {
    case "Help":
      lines.out(usage)
      return 0
    case "Mistaken":
      lines.err(`intendant: ${request.why}\n\n${usage}`)
      return 2
    case "Migrate": return tellMigration(request.place, lines)
    case "Verify": return tellFindings(request.place, lines)
    case "ImportUsers": return importUsers(request, lines)
    case "ExportUsers": return exportUsers(request, lines)
  }
}

const tellMigration = async (place: Place, { out }: Lines): Promise<number> => {
  const applied = await migrate(place)
  for (const number of applied) out(`migration ${number} applied`)
  if (applied.length === 0) out("up to date, nothing to apply")
  return 0
}

const tellFindings = async (place: Place, { out }: Lines): Promise<number> => {
  const { close, records } = await open(place)
  try {
    const { count, differences } = await Effect.runPromise(verify(records))
    // An id may hold anything, a line break too: as JSON it stays within its line.
    for (const { concept, id, what } of differences) out(`${concept} ${JSON.stringify(id)} ${what}`)
    out(`${count} records compared, ${differences.length} differ`)
    return differences.length === 0 ? 0 : 1
  } finally {
    await close()
  }
}

/** The reason behind a failure, in one line. It is the engine's own: nothing of the address is told again. */
const reasonOf = (failure: unknown): string => {
  if (failure instanceof Unavailable) return reasonOf(failure.cause)
  if (failure instanceof AggregateError && failure.errors.length > 0) return reasonOf(failure.errors[0])
  if (!(failure instanceof Error)) return String(failure)
  const [line = ""] = failure.message.split("\n")
  return line === "" ? failure.name : line
}

/** The portal as its operator enters it, on the storage that was named. */
import { readFile } from "node:fs/promises"
import { secureWorkspace } from "@intendant/blueprints"
import { type Actor, type Locale, makePortal, Portals, tell } from "@intendant/core"
import * as Secrets from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { PeopleRequest } from "./arguments.ts"
import { open } from "./place.ts"

/** A portal, and who stands before it. */
export interface Desk {
  readonly portal: Portals.Portal["Service"]
  readonly actor: Actor
  readonly close: () => Promise<void>
}

/** Opens the portal of a blueprint as its operator. What is to be sent to people is sent by the portal's own host. */
export const openDesk = async (
  { place, blueprint }: Pick<PeopleRequest, "blueprint" | "place">
): Promise<Desk> => {
  const parameters = await blueprintIn(blueprint)
  const storage = await open(place)
  const portal = makePortal({ ...storage, secrets: Secrets.make(), strength: noPasswords }, parameters)
  return { portal, actor: portal.roleDesk("operator").actor, close: storage.close }
}

/** No password ever comes this way, so none is weighed, whatever the blueprint asks of passwords. */
const noPasswords = {
  assess: () => Effect.die("no password is weighed here"), isCommon: () => Effect.die("no password is weighed here")
}

/** What a portal answers. A refusal is told by its sentence. */
export const answerOf = async <Value>(
  asked: Effect.Effect<Value, Error | Portals.Refusal>, language: Locale
): Promise<Value> => {
  const answer = await Effect.runPromise(Effect.result(asked))
  if (Result.isSuccess(answer)) return answer.success
  throw answer.failure instanceof Error ? answer.failure : new Error(tell(answer.failure, language))
}

const decode = Schema.decodeUnknownSync(Portals.Blueprint)

const blueprintIn = async (file: string | undefined): Promise<Portals.Blueprint> => {
  if (file === undefined) return decode(secureWorkspace)
  const written = await readFile(file, "utf8")
  try {
    return decode(JSON.parse(written))
  } catch (fault) {
    const what = fault instanceof Error ? fault.message.replaceAll(/\s+/g, " ") : String(fault)
    throw new Error(`${file} is no blueprint: ${what}`, { cause: fault })
  }
}

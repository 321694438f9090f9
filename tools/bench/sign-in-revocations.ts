/** How long another process still takes a session for good, once its end was answered here. */
import type { Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import type { Server } from "./host-server.ts"
import { type Figure, rounded } from "./report.ts"
import { median } from "./sign-in-processor.ts"
import { digestOf, sessionOf } from "./sign-in-world.ts"

const times = 20

/** From the answer to the revocation to the first refusal; asked for as soon as the answer before has come. */
const once = async (server: Server, storage: Storage): Promise<number> => {
  const token = await sessionOf(storage)
  const asking = { path: "/session", headers: { authorization: `Bearer ${token}` } }
  if ((await server.ask(asking)).status !== 200) throw new Error("the session is unknown to the other process")
  const revoked = Effect.runPromise(storage.sessions.revoke(digestOf(token))).then(() => performance.now())
  let { status } = await server.ask(asking)
  while (status !== 401) status = (await server.ask(asking)).status
  return Math.max(0, performance.now() - await revoked)
}

export const revocations = async (how: string, server: Server, storage: Storage): Promise<Figure> => {
  const taken: Array<number> = []
  for (let time = 0; time < times; time++) taken.push(await once(server, storage))
  return {
    label: `revoked elsewhere, ${how}`, p50Ms: rounded(median(taken)), p99Ms: rounded(Math.max(...taken))
  }
}

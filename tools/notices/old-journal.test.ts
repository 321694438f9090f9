/** A dispatcher that is started late, on a journal of 100,000 lines: it reads each once, and keeps few of them. */
import type { Records } from "@intendant/core"
import * as Effect from "effect/Effect"
import { afterAll, expect, it } from "vitest"
import * as Sqlite from "@intendant/sqlite"
import { freshFile } from "../../adapters/sqlite/test/fresh.ts"
import { openOffice, postOffice } from "./office.ts"
import { openPortal } from "./portal.ts"

const { file, remove } = freshFile()
const storage = await Sqlite.open({ file })
afterAll(async () => {
  await storage.close()
  remove()
})

const linesCount = 100_000
const peopleCount = 500

/** Lines of other concepts, among which people are invited here and there. */
const fill = async (invite: (name: string) => Promise<unknown>) => {
  const act = { by: "somebody", at: "2025-01-01T00:00:00.000Z", reason: "", command: {}, grants: [] }
  const perCommit = linesCount / peopleCount
  const events = Array.from({ length: perCommit }, (_, number) => ({ number }))
  for (let number = 0; number < peopleCount; number += 1) {
    const change = { concept: "policy", id: `p${number}`, basedOn: 0, next: {}, events }
    await Effect.runPromise(storage.records.commit({ act, changes: [change], ledger: [], due: [], once: [] }))
    await invite(`u${number}`)
  }
}

/** How many lines were read in all, and at most at once. */
const counting = (records: Records["Service"]) => {
  const read = { lines: 0, atOnce: 0, commits: 0 }
  const counted: Records["Service"] = {
    ...records,
    commit: (plan) => {
      read.commits += 1
      return records.commit(plan)
    },
    journal: (page) =>
      Effect.tap(records.journal(page), ({ items }) => Effect.sync(() => {
        read.lines += items.length
        read.atOnce = Math.max(read.atOnce, items.length)
      }))
  }
  return { read, counted }
}

it("NTF-4 a first dispatcher on 100,000 lines reads each once, holds 500 at most, tells everybody once", async () => {
  const { invite, clock } = await openOffice(storage)
  await fill(invite)
  const { read, counted } = counting(storage.records)
  const post = postOffice()
  const late = openPortal({ storage: { ...storage, records: counted }, gateways: post.gateways, clock: clock.layer })
  const { sent } = await late.dispatch()
  expect(sent).toBe(peopleCount)
  expect(new Set(post.taken.map(({ to }) => to)).size).toBe(peopleCount)
  expect(read.lines).toBeGreaterThanOrEqual(linesCount)
  expect(read.lines).toBeLessThan(linesCount + 3 * peopleCount)
  expect(read.atOnce).toBeLessThanOrEqual(500)
  expect(read.commits).toBeLessThan(linesCount / 100)
  expect(await late.dispatch()).toEqual({ sent: 0, waiting: 0, refused: 0 })
})

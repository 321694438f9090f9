/** A file of an earlier version: what stands in it is brought along, and goes on working. */
import { DatabaseSync } from "node:sqlite"
import * as Sqlite from "@intendant/sqlite"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { expect, it } from "vitest"
import { foundation } from "../src/migrations/001-foundation.ts"
import { freshFile } from "./fresh.ts"
import { now, planOf } from "./hot-root.ts"

it("whoever was signed in before levels were kept stays signed in, at level 1, and what was kept is kept", async () => {
  const { file, remove } = freshFile()
  const before = new DatabaseSync(file)
  const [issued, end] = [now, DateTime.add(now, { days: 1 })].map(DateTime.formatIso)
  before.exec(`${foundation}
    insert into policy values ('acme>>nightly', 3, '{"_tag":"Defined"}');
    insert into session values ('d', 'acc_1', 'acme', 2, '${issued}', '${end}');
    pragma application_id = ${0x496e7464}; pragma user_version = 1`)
  before.close()
  expect(await Sqlite.migrate({ file })).toEqual([2])

  const { close, records, sessions } = await Sqlite.open({ file })
  const session = Option.getOrThrow(await Effect.runPromise(sessions.find("d", now)))
  expect(session).toMatchObject({ subject: "acc_1", epoch: 2, level: 1 })
  const [policy, user] = [{ concept: "policy", id: "acme>>nightly" }, { concept: "user", id: "usr_1" }]
  await Effect.runPromise(records.commit(planOf({
    changes: [{ ...policy, basedOn: 3, next: {}, events: [] }, { ...user, basedOn: 0, next: {}, events: [] }]
  })))
  for (const key of [policy, user]) {
    expect(Option.isSome(await Effect.runPromise(records.load(key)))).toBe(true)
  }
  await close()
  remove()
})

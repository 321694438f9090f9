/** Every record of people that has lines is compared with them; addresses, whose lines are the users', are not. */
import { DatabaseSync } from "node:sqlite"
import {
  type Act, Contract, type Change, MailAddress, MailDomain, Notice, Path, Setting, type Storage, type Tagged, User
} from "@intendant/core"
import * as Sqlite from "@intendant/sqlite"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { expect, it, onTestFinished } from "vitest"
import { freshPlace, runProgram } from "./portal.ts"

const at = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const act: Act = { by: "ada", at: DateTime.formatIso(at), reason: "", command: {}, grants: [] }
const enterprise = Path.make("acme")
const userId = User.UserId.make("usr_1")
const zoe = MailAddress.make("zoe@example.org")
const activation = { noticeId: "not_1", expiresAt: at }
const owner = { owner: enterprise, ownerId: "ent_1" }
const terms = {
  domains: [MailDomain.make("example.org")], usersMax: 10, storageBytesMax: 1_000,
  accountManager: { name: "Ada", mail: zoe }, support: { name: "Desk", mail: zoe }
}

const told = <State extends Tagged, Event extends Tagged>(
  { name, initial, evolve, state, event }: {
    readonly name: string
    readonly initial: State
    readonly evolve: (state: State, event: Event) => State
    readonly state: { readonly write: (state: State) => unknown }
    readonly event: { readonly write: (event: Event) => unknown }
  }, id: string, events: ReadonlyArray<Event>
): Change => ({ concept: name, id, basedOn: 0, next: state.write(events.reduce(evolve, initial)),
  events: events.map(event.write) })

const created = User.UserCreated.make({
  userId, enterprise, lastName: "Martin", firstName: "Zo\u00eb", mail: zoe, role: "admin", language: "fr", at,
  standing: "NotFinalised", activation, signedUp: false
})
const ref = { enterprise, kind: "activation" as const, language: "fr" as const }

/** Somebody is invited, signs in, changes address, and is deleted; another one was erased. */
const fill = ({ records }: Storage): Promise<void> =>
  Effect.runPromise(records.commit({
    act, ledger: [], due: [], once: [], changes: [
      told(Contract.concept, "acme", [
        Contract.ContractSigned.make({ enterprise, enterpriseId: "ent_1", at, terms }),
        Contract.SeatsTaken.make({ count: 2 }), Contract.AdminJoined.make({ userId })
      ]),
      told(Setting.concept, "acme", [Setting.SettingsSaved.make({ ...owner, changes: {} })]),
      told(Notice.concept, Notice.keyOf(ref), [
        Notice.TemplateEdited.make({ ...ref, enterpriseId: "ent_1", subject: "Hello", text: "Come in" }),
        Notice.TemplateRestored.make({})
      ]),
      told(User.concept, "usr_1", [
        created, User.UserFinalised.make({}), User.SignedIn.make({ at, level: 1 }),
        User.MailChanged.make({ from: zoe, to: MailAddress.make("z@example.org") }),
        User.UserDeleted.make({ at, by: "usr_2", eraseFrom: at })
      ]),
      told(User.concept, "usr_2", [
        { ...created, userId: User.UserId.make("usr_2") }, User.UserDeleted.make({ at, by: "usr_1", eraseFrom: at }),
        User.ErasureStarted.make({}), User.UserErased.make({ at })
      ]),
      { concept: "address", id: "zoe@example.org", basedOn: 0, next: { _tag: "Held" }, events: [] },
      { concept: "dispatch", id: "all", basedOn: 0, next: { cursor: "1" }, events: [] }
    ]
  }))

it("users, contracts, settings and wordings are what their journals say, and what was changed is found", async () => {
  const { file, remove } = freshPlace()
  onTestFinished(remove)
  const storage = await Sqlite.open({ file })
  await fill(storage)
  await storage.close()
  const verified = () => runProgram("verify", "--database", `sqlite:${file}`)
  expect(await verified()).toEqual({ code: 0, out: ["5 records compared, 0 differ"], err: [] })

  const database = new DatabaseSync(file)
  database.exec(`update user set state = json_set(state, '$.role', 'operator') where id = 'usr_1';
    update contract set state = json_set(state, '$.seatsTaken', 0)`)
  database.close()
  expect((await verified()).out).toEqual([
    "contract \"acme\" differs from its journal in seatsTaken",
    "user \"usr_1\" differs from its journal in role",
    "5 records compared, 2 differ"
  ])
})

/** What a product is told of who may do what: the portal's own decisions, with their reasons, alone and in lists. */
import * as Memory from "@intendant/memory"
import { describe, expect, it } from "vitest"
import { asking, node, place, product, searched, user } from "./authzen.ts"
import { accepted, enters, farWorld, joins, mailOf, newcomer, staffed, stepsUp } from "./people.ts"
import type { Reply } from "./portal.ts"

describe("one question", () => {
  it("ROL-7 a yes names the grant and where it comes from, a no names what is missing", async () => {
    const { post, ada, bob, company, register, desk } = await product()
    const read = (subject: string, thing: object) => post("evaluation", asking(user(subject), "company.read", thing))
    expect((await read(ada, node(register.nodeId))).body).toEqual({
      decision: true,
      context: {
        rule: "ROL-6", grant: { permission: "company.read", reach: "within", place: "acme" }, through: "acme"
      }
    })
    expect((await read(bob, node(register.nodeId))).body).toMatchObject({
      decision: false, context: { rule: "ACC-1", why: { en: /./, fr: /./ }, refusal: { _tag: "NoSuchAccount" } }
    })
    accepted(await desk.submitResource({
      _tag: "GrantAccess", nodeId: company.nodeId, place: company.place, to: { _tag: "User", userId: bob },
      actions: ["read"]
    }))
    expect((await read(bob, node(register.nodeId))).body).toMatchObject({
      decision: true, context: { grant: { place: company.place }, through: company.place }
    })
    expect((await read(bob, place(register.place))).body).toMatchObject({ decision: true })
    expect((await read(bob, node("res_none"))).body).toMatchObject({
      decision: false, context: { rule: "ROL-4", refusal: { _tag: "NoSuchNode" } }
    })
    expect((await read(bob, user("usr_none"))).body).toMatchObject({
      decision: false, context: { refusal: { _tag: "NoSuchUser" } }
    })
  })

  it("AUT-1 a power of the back office is held by whoever proved enough; others are told what to prove", async () => {
    const { post, ada, bob } = await product()
    const suspends = async (level?: number) =>
      (await post("evaluation", asking(user(ada), "user.suspend.user", user(bob), {
        context: { ip: "192.0.2.1", ...(level === undefined ? {} : { level }) }
      }))).body
    expect(await suspends()).toMatchObject({ decision: true })
    expect(await suspends(3)).toMatchObject({ decision: true })
    for (const level of [1, 2]) {
      expect(await suspends(level)).toMatchObject({
        decision: false, context: { rule: "AUT-1", refusal: { _tag: "StepUpNeeded", proof: { level: 3 } } }
      })
    }
  })

  it("SEC-42 whoever is shut out may do nothing any more, from the next question on", async () => {
    const { post, bob, desk, world } = await product()
    const own = async () => (await post("evaluation", asking(user(bob), "setting.own", user(bob)))).body
    expect(await own()).toMatchObject({ decision: true })
    accepted(await desk.submitUser({ _tag: "SuspendUser", enterprise: "acme", userId: bob }))
    expect(await own()).toMatchObject({ decision: false, context: { rule: "USR-8", refusal: { status: "Suspended" } } })
    accepted(await desk.submitUser({ _tag: "ReactivateUser", enterprise: "acme", userId: bob }))
    for (let guess = 0; guess < 7; guess += 1) await world.signInUser(mailOf("bob"), "wrong")
    // Whoever was signed in stays so, whatever others guess.
    expect(await own()).toMatchObject({ decision: true })
    accepted(await desk.submitUser({ _tag: "DeleteUser", enterprise: "acme", userId: bob }))
    expect(await own()).toMatchObject({ decision: false, context: { refusal: { status: "Deleted" } } })
    const { user: ivy } = accepted(await desk.createUser(newcomer("ivy")))
    const id = "userId" in ivy ? ivy.userId : ""
    const invited = await post("evaluation", asking(user(id), "setting.own", user(id)))
    expect(invited.body).toMatchObject({ decision: false, context: { refusal: { status: "NotFinalised" } } })
  })

  it("ROL-7 the product is told what the users themselves would be told", async () => {
    const { post, ada, bob, company, register, world } = await product()
    const sessions = [
      [ada, 1, await enters(world, "ada")], [ada, 3, await stepsUp(world, "ada")], [bob, 1, await enters(world, "bob")],
      [bob, 3, await stepsUp(world, "bob")]
    ] as const
    const places = ["acme", `acme>${ada}`, `acme>${bob}`, company.place, register.place, "acme>none", "other", "acme2"]
    const powers = ["account.see", "user.see", "setting.own", "company.read", "user.suspend.admin", "user.erase"]
    for (const [id, level, token] of sessions) {
      for (const at of places) {
        for (const power of powers) {
          const query = `permission=${power}&path=${encodeURIComponent(at)}`
          const { body: own } = await world.askAs(token)("GET", `/explain?${query}`)
          const { body: told } = await post("evaluation", asking(user(id), power, place(at), { context: { level } }))
          expect([id, level, at, power, told["decision"]]).toEqual([id, level, at, power, own["allowed"]])
        }
      }
    }
  })
})

describe("many questions", () => {
  it("SEC-57 a batch says of each question what it is told alone, also where it cannot be answered", async () => {
    const { post, ada, bob, company, register } = await product()
    const subjects = [
      user(ada), user(bob), user("usr_none"), user(ada, { properties: { enterprise: "other" } }), user("a b")
    ]
    const things = [
      node(company.nodeId), node("res_none"), place(register.place), user(bob), { type: "machine", id: "m" }
    ]
    const contexts = [{}, { context: { level: 1 } }, { context: { level: 7 } }]
    const all = subjects.flatMap((subject) => things.flatMap((thing) => contexts.flatMap((context) =>
      ["company.read", "user.see", "nothing"].map((name) => asking(subject, name, thing, context)))))
    const { status, body } = await post("evaluations", { evaluations: all })
    expect(status).toBe(200)
    // A batch is as long as what was asked; what stands in it is compared below.
    const told = body["evaluations"] as ReadonlyArray<{ decision: boolean; context: { error?: { status: number } } }>
    expect(told.length).toBe(all.length)
    const kinds = new Set<string>()
    for (const [at, one] of all.entries()) {
      const alone = await post("evaluation", one)
      kinds.add(`${alone.status} ${String(alone.body["decision"])}`)
      if (alone.status === 200) expect(told[at]).toEqual(alone.body)
      else {
        expect(told[at]).toEqual({
          decision: false, context: { error: { status: alone.status, message: alone.body["detail"] } }
        })
      }
    }
    expect([...kinds].toSorted()).toEqual(["200 false", "200 true", "400 undefined", "404 undefined"])
  })

  it("what is said once stands for all, and each may say otherwise", async () => {
    const { post, ada, bob } = await product()
    const { body } = await post("evaluations", {
      subject: user(ada), action: { name: "user.see" }, resource: user(bob), options: { mine: 1 },
      evaluations: [{}, { action: { name: "user.erase" } }, { subject: user(bob) }, { resource: user("usr_none") }, 7]
    })
    expect(body["evaluations"]).toMatchObject([
      { decision: true }, { decision: false }, { decision: true }, { decision: false },
      { decision: false, context: { error: { status: 400 } } }
    ])
    for (const evaluations of [undefined, []]) {
      const one = await post("evaluations", { ...asking(user(ada), "user.see", user(bob)), evaluations })
      expect(one.body).toEqual((await post("evaluation", asking(user(ada), "user.see", user(bob)))).body)
    }
  })

  it.each([
    ["execute_all", [true, false, true, false]], ["deny_on_first_deny", [true, false]],
    ["permit_on_first_permit", [true]]
  ])("%s tells as much as it should", async (evaluations_semantic, decisions) => {
    const { post, ada, bob } = await product()
    const evaluations = ["user.see", "user.erase", "user.edit.user", "none.none"].map((name) => ({ action: { name } }))
    const { body } = await post("evaluations", {
      subject: user(ada), resource: user(bob), evaluations, options: { evaluations_semantic }
    })
    expect(body["evaluations"]).toMatchObject(decisions.map((decision) => ({ decision })))
    expect(body["evaluations"]).toHaveLength(decisions.length)
  })
})

describe("who asks", () => {
  it("SEC-40 users, resources and enterprises of others are told of like what never was", async () => {
    const setup = await product()
    const { post, ada, world } = setup
    const { userId: eve, token } = await staffed(world, "other", "eve")
    const theirs = accepted(await world.as(token).createResource({ kind: "company", client: "other" }))
    const same = async (ask: (id: string) => Promise<Reply>, id: string, none: string) => {
      const [one, other] = [await ask(id), await ask(none)]
      expect([one.status, one.text.replaceAll(id, none)]).toEqual([other.status, other.text])
      return one
    }
    const see = (subject: object, thing: object) => post("evaluation", asking(subject, "user.see", thing))
    expect((await same((id) => see(user(id), user(ada)), eve, "usr_none")).body["decision"]).toBe(false)
    expect((await same((id) => see(user(ada), user(id)), eve, "usr_none")).body["decision"]).toBe(false)
    expect((await same((id) => see(user(ada), node(id)), theirs.nodeId, "res_none")).body["decision"]).toBe(false)
    const of = (id: string, enterprise: string) => see(user(id, { properties: { enterprise } }), user(ada))
    expect((await same((name) => of(ada, name), "other", "never")).status).toBe(404)
    expect((await same((id) => of(id, "other"), eve, "usr_none")).status).toBe(404)
    for (const what of ["subject", "resource", "action"]) {
      const body = (enterprise: string) => asking(user(ada, { properties: { enterprise } }), "user.see", user(ada))
      expect((await same((name) => post(`search/${what}`, body(name)), "other", "never")).status).toBe(404)
    }
    expect(JSON.stringify(await searched(setup, "subject", asking({ type: "user" }, "user.see", user(ada)), 50)))
      .not.toContain(eve)
  })

  it("whoever does not see all users of the enterprise is told nothing of any, themselves included", async () => {
    const { world, ada, bob } = await product()
    const own = world.askAs(await enters(world, "bob"))
    for (const subject of [user(ada), user(bob), user("usr_none"), user("a b"), { type: "robot", id: "x" }]) {
      const ask = (name: string) => own("POST", `/access/v1/${name}`, asking(subject, "user.see", subject))
      for (const name of ["evaluation", "search/subject", "search/resource", "search/action"]) {
        expect([name, (await ask(name)).status]).toEqual([name, 404])
      }
    }
    const front = world.askAs(await enters(world, "ada"))
    const early = await front("POST", "/access/v1/evaluation", asking(user(bob), "user.see", user(bob)))
    expect([early.status, early.body["title"]]).toEqual([428, "Step up needed"])
    expect((await world.ask("/access/v1/evaluation", {
      method: "POST", headers: { "content-type": "application/json" }, body: "{}"
    })).status).toBe(401)
  })

  it("the operator says whose users are meant", async () => {
    const { world, ada } = await product()
    const operator = world.askAs(world.operatorToken)
    const see = (subject: object) => operator("POST", "/access/v1/evaluation", asking(subject, "user.see", user(ada)))
    expect((await see(user(ada, { properties: { enterprise: "acme" } }))).body["decision"]).toBe(true)
    const unsaid = await see(user(ada))
    expect([unsaid.status, unsaid.text]).toEqual([400, expect.stringContaining("subject.properties.enterprise")])
    const nowhere = user(ada, { properties: { enterprise: "a".repeat(100) } })
    expect(await see(nowhere)).toMatchObject({ status: 200, body: { decision: false } })
    const long = user(ada, { properties: { enterprise: `${"a>".repeat(500)}a` } })
    const found = await operator("POST", "/access/v1/search/subject", asking(long, "user.see", node("x".repeat(90))))
    expect(found.body["results"]).toEqual([])
  })
})

it("the configuration is that of the address that the host says, and of none that a request names", async () => {
  const at = "/.well-known/authzen-configuration"
  const { ask } = await farWorld({ publicUrl: "https://portal.example/" })
  const { status, body } = await ask(at, { headers: { host: "evil.example", "x-forwarded-host": "evil.example" } })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    policy_decision_point: "https://portal.example",
    access_evaluation_endpoint: "https://portal.example/access/v1/evaluation"
  })
  // Each address that is named is answered: without a token, by asking for one.
  for (const url of Object.values(body).filter((one) => String(one).includes("/access/"))) {
    const asked = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }
    expect((await ask(new URL(String(url)).pathname, asked)).status).toBe(401)
  }
  expect((await (await farWorld()).ask(at)).status).toBe(404)
})

it("a host that learns later where it is tells it from then on", async () => {
  const at = "/.well-known/authzen-configuration"
  const known: { url?: string } = {}
  const { ask } = await farWorld({ publicUrl: () => known.url })
  expect((await ask(at)).status).toBe(404)
  known.url = "http://localhost:3000"
  expect((await ask(at)).body).toMatchObject({ policy_decision_point: known.url })
})

it("SEC-65 with the storage away there is no yes", async () => {
  const storage = Memory.open()
  const { post, ada } = await product({ storage })
  await storage.close()
  const one = asking(user(ada), "user.see", user(ada))
  for (const reply of [await post("evaluation", one), await post("evaluations", { evaluations: [one] })]) {
    expect([reply.status, reply.body["decision"]]).toEqual([503, undefined])
  }
})

it("SEC-43 a member who joins or leaves is in the next answer", async () => {
  const setup = await product()
  const who = () => searched(setup, "subject", asking({ type: "user" }, "user.suspend.user", user(setup.bob)), 50)
  expect(await who()).toEqual([user(setup.ada)])
  const max = await joins(setup.world, "max", { role: "manager" })
  expect(await who()).toEqual([user(setup.ada), user(max)])
  accepted(await setup.desk.submitUser({ _tag: "SuspendUser", enterprise: "acme", userId: max }))
  expect(await who()).toEqual([user(setup.ada)])
})

/** The people of an enterprise as a file: for whom, how it goes out, and that it comes back as it was. */
import { once } from "node:events"
import { connect } from "node:net"
import { Unavailable } from "@intendant/core"
import { listen } from "@intendant/http"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import { expect, it, onTestFinished } from "vitest"
import { accepted, enters, farWorld, joins, signing, staffed } from "./people.ts"

type Far = Awaited<ReturnType<typeof farWorld>>

const many = Array.from({ length: 1_100 }, (_, index) => `Durand;Ada;ada.${index}@acme.example;FR`)
const tricky = [
  "'=1;+33;a@acme.example;EN", "\"'t Hooft; née B\";@SUM(1);b@acme.example;FR", "=cmd;Zoé;c@acme.example;FR"
]

const filled = async (world: Far) => {
  accepted(await world.operator.submitContract(signing("acme", 5_000)))
  const headers = { authorization: `Bearer ${world.operatorToken}`, "content-type": "text/csv" }
  const body = [...tricky, ...many].join("\r\n")
  const { body: imported } = await world.ask("/enterprises/acme/imports", { method: "POST", headers, body })
  expect(imported).toMatchObject({ created: 1_103, faultsTotal: 0 })
}

const fileFor = (world: Far, token: string, enterprise = "acme") =>
  world.ask(`/enterprises/${enterprise}/users.csv`, { headers: { authorization: `Bearer ${token}` } })

it("USR-10 SEC-55 everyone is exported, runs as no formula, and is imported again as they were", async () => {
  const [one, other] = [await farWorld(), await farWorld()]
  await filled(one)
  const file = await fileFor(one, one.operatorToken)
  expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8")
  expect(file.headers.get("content-disposition")).toBe("attachment; filename=\"users.csv\"")
  const lines = file.text.trim().split("\r\n")
  expect(lines.length).toBe(1_103)
  expect(lines.filter((line) => /(^|;)"*[=+@-]/.test(line))).toEqual([])
  accepted(await other.operator.submitContract(signing("acme", 5_000)))
  const headers = { authorization: `Bearer ${other.operatorToken}`, "content-type": "text/csv" }
  const again = await other.ask("/enterprises/acme/imports", { method: "POST", headers, body: file.text })
  expect(again.body).toMatchObject({ people: 1_103, created: 1_103, faultsTotal: 0 })
  expect((await fileFor(other, other.operatorToken)).text).toBe(file.text)
})

it("SEC-40 the file is for who may see the users of that enterprise, and for nobody else", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  await staffed(world, "zeta", "zoe")
  await joins(world, "bob", { role: "user" })
  expect((await fileFor(world, token)).text).toContain("of ada;ada;ada@acme.example;EN")
  const statuses = [
    await fileFor(world, "nobody"), await fileFor(world, await enters(world, "bob")),
    await fileFor(world, await enters(world, "ada")), await fileFor(world, token, "zeta"),
    await fileFor(world, token, "none")
  ].map(({ status }) => status)
  expect(statuses).toEqual([401, 404, 428, 404, 404])
})

it("a file that breaks off half-way is not taken for a whole one", async () => {
  const storage = Memory.open()
  let pages = 0
  const { list } = storage.userLists
  const world = await farWorld({ storage: {
    ...storage, userLists: {
      ...storage.userLists, list: (query) => (page) => {
        pages += 1
        return pages > 1 ? Effect.fail(new Unavailable({ cause: "away" })) : list(query)(page)
      }
    }
  } })
  await filled(world)
  const { port, close } = await listen(world.handler, { port: 0, host: "127.0.0.1" })
  onTestFinished(() => close())
  const headers = { authorization: `Bearer ${world.operatorToken}` }
  const taken = async () => (await fetch(`http://127.0.0.1:${port}/enterprises/acme/users.csv`, { headers })).text()
  await expect(taken()).rejects.toThrow()
  expect(pages).toBe(2)
})

it("a file that nobody takes any more is written no further, and let go", async () => {
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  const endless = () => new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)), cancel: () => resolve("let go")
  })
  const { port, close } = await listen(
    { fetch: async () => new Response(endless()), drain: () => {}, dispose: async () => {} },
    { port: 0, host: "127.0.0.1" })
  onTestFinished(() => close())
  const socket = connect(port, "127.0.0.1")
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
  await once(socket, "data")
  socket.destroy()
  expect(await ended).toBe("let go")
})

it("a file that is taken slowly is written as it is taken, and leaves nobody listening behind", async () => {
  const warnings: Array<string> = []
  const warned = ({ name }: Error) => void warnings.push(name)
  process.on("warning", warned)
  onTestFinished(() => void process.off("warning", warned))
  const chunks = 64
  const slow = () => {
    let left = chunks
    return new ReadableStream({
      pull: (controller) => left-- > 0 ? controller.enqueue(new Uint8Array(262_144)) : controller.close()
    })
  }
  const { port, close } = await listen(
    { fetch: async () => new Response(slow()), drain: () => {}, dispose: async () => {} },
    { port: 0, host: "127.0.0.1" })
  onTestFinished(() => close())
  const taken = await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer()
  expect([taken.byteLength, warnings]).toEqual([chunks * 262_144, []])
})

/** What a gateway is told, what its answers mean, and what becomes of a session. */
import { type Notice, PhoneNumber } from "@intendant/core"
import type { SmppOptions } from "@intendant/sms-smpp"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { once } from "node:events"
import { expect, it, onTestFinished } from "vitest"
import { unreached } from "../src/answers.ts"
import { openLink } from "../src/link.ts"
import type { Pdu, SubmitSm } from "../src/smpp.ts"
import { auth, openTexter } from "./opened.ts"
import { account, openGateway, type SmppGateway } from "./server.ts"

const to = PhoneNumber.make("+33612345678")
const message = (text = "one", id = "ntc_1"): Notice.TextMessage => ({ id, to, text })

/** A gateway and a texter, until the test ends. */
const opened = async (more: Partial<SmppOptions> = {}, statusOf?: (nth: number) => number) => {
  const gateway = await openGateway(statusOf)
  const { texter, close } = await openTexter({ port: gateway.port, timeoutMillis: 10_000, ...more })
  onTestFinished(async () => {
    await close()
    await gateway.close()
  })
  return { gateway, close, send: (one = message()) => Effect.runPromise(texter.send(one)) }
}

const namesOf = ({ commands }: SmppGateway) => commands.map(({ command }) => command)
const submits = ({ commands }: SmppGateway) =>
  commands.filter((told): told is SubmitSm => told.command === "submit_sm")
const theSession = ({ sessions }: SmppGateway) => {
  const [session] = sessions()
  if (session === undefined) throw new Error("no session stands")
  return session
}

it.each([
  ["+33698765432", 1, 1, "33698765432"], ["36180", 3, 0, "36180"], ["Intendant", 5, 0, "Intendant"]
])("the sender %s is told as what it is", async (from, kind, plan, address) => {
  const { gateway, send } = await opened({ from })
  expect(await send()).toEqual({ _tag: "Sent" })
  const [told] = submits(gateway)
  expect([told?.source_addr_ton, told?.source_addr_npi, told?.source_addr]).toEqual([kind, plan, address])
  expect([told?.dest_addr_ton, told?.dest_addr_npi, told?.destination_addr]).toEqual([1, 1, "33612345678"])
})

it.each([["Code 123456", 0], ["Où êtes-vous ?", 8]])("%s is written in the alphabet %i", async (text, dataCoding) => {
  const { gateway, send } = await opened()
  await send(message(text))
  expect(submits(gateway).map((told) => told.data_coding)).toEqual([dataCoding])
})

it.each([
  ...[0x01, 0x0b, 0x50, 0x51, 0x65, 0x66, 0x104].map((status) => [status, "Refused"] as const),
  ...[0x04, 0x08, 0x0a, 0x14, 0x45, 0x58, 0x64, 0x88, 0xfe, 0xff, 0x400].map((status) => [status, "Later"] as const)
])("an answer of %i is %s", async (status, expected) => {
  const { send } = await opened({}, () => status)
  expect((await send())._tag).toBe(expected)
})

it("a part that is not taken answers for all, and all parts go again under the same number", async () => {
  const { gateway, send } = await opened({}, (nth) => nth === 2 ? 0x58 : 0)
  const long = message("a".repeat(400))
  expect([(await send(long))._tag, (await send(long))._tag]).toEqual(["Later", "Sent"])
  const headers = submits(gateway).map(({ short_message: { udh = [] } }) =>
    udh.map((one) => one.toString("hex")).join())
  expect(headers).toEqual([...headers.slice(2, 4), ...headers.slice(2)])
  expect((await gateway.received()).map(({ text }) => text)).toEqual([long.text])
})

it.each([[0x58, true], [0x14, true], [0x08, true], [0x45, undefined]])(
  "an answer of %i puts off, and speaks of every message: %s", async (status, isForAll) => {
    const { send } = await opened({}, () => status)
    expect(await send()).toEqual({
      _tag: "Later", reason: `the gateway did not take it (0x${status.toString(16).padStart(8, "0")})`,
      ...(isForAll === true ? { isForAll } : {})
    })
  })

it("a wrong password loses no message, and no reason names it (NTF-4, SEC-56)", async () => {
  const password = Redacted.make("wrong 0815")
  const { gateway, send } = await opened({ auth: { user: account.user, password } })
  expect(await send()).toEqual({ _tag: "Later", reason: "the gateway did not let us in (0x0000000e)", isForAll: true })
  expect(namesOf(gateway)).toEqual(["bind_transceiver"])
})

it("a hundred messages at once share one session, with ten under way at most", async () => {
  const { gateway, send } = await opened()
  await Promise.all(Array.from({ length: 100 }, (_, index) => send(message("one", `ntc_${index}`))))
  expect(namesOf(gateway).filter((name) => name === "bind_transceiver")).toHaveLength(1)
  expect(gateway.sessions()).toHaveLength(1)
  await gateway.behave("takeAndHang")
  const waiting = Array.from({ length: 30 }, (_, index) => send(message(`hangs ${index}`, `ntc_${index}`)))
  await expect.poll(async () => (await gateway.received()).length, { timeout: 5_000 }).toBe(110)
  await gateway.behave("down")
  expect(new Set((await Promise.all(waiting)).map(({ _tag }) => _tag))).toEqual(new Set(["Later"]))
})

it("who ends takes leave, and messages under way are Later", async () => {
  const { gateway, close, send } = await opened()
  await send()
  const session = theSession(gateway)
  await gateway.behave("takeAndHang")
  const waiting = send(message("two", "ntc_2"))
  await expect.poll(async () => (await gateway.received()).length, { timeout: 5_000 }).toBe(2)
  const [closed] = await Promise.all([waiting, close(), once(session, "close")])
  expect(closed).toEqual({ _tag: "Later", reason: "the connection to the gateway is closed", isForAll: true })
  expect(namesOf(gateway).at(-1)).toBe("unbind")
  expect(await send()).toEqual(closed)
  expect(gateway.sessions()).toEqual([])
})

it("a session that hung is left, and ends: no gateway is kept busy with two", async () => {
  const { gateway, send } = await opened({ timeoutMillis: 300 })
  await gateway.behave("hang")
  expect((await send())._tag).toBe("Later")
  await gateway.behave("accept")
  expect((await send())._tag).toBe("Sent")
  expect(namesOf(gateway).filter((name) => name === "bind_transceiver")).toHaveLength(2)
  await expect.poll(() => gateway.sessions().length, { timeout: 5_000 }).toBe(1)
})

it("a gateway that asks is answered, and what telephones send is taken", async () => {
  const { gateway, send } = await opened()
  await send()
  const session = theSession(gateway)
  const answered = (command: "enquire_link" | "deliver_sm") =>
    new Promise<Pdu>((resolve) => session[command]({}, resolve))
  expect((await answered("enquire_link")).command).toBe("enquire_link_resp")
  expect((await answered("deliver_sm")).command).toBe("deliver_sm_resp")
  expect((await send())._tag).toBe("Sent")
})

it("a gateway that takes leave is left in peace until there is another message", async () => {
  const { gateway, send } = await opened()
  await send()
  const session = theSession(gateway)
  session.unbind({}, () => undefined)
  await once(session, "close")
  expect(gateway.sessions()).toEqual([])
  expect((await send())._tag).toBe("Sent")
})

it.each([
  ["no SMPP at all", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ["a length that is too short", Buffer.from([0, 0, 0, 5, 1, 2, 3, 4, 5])],
  ["an answer that nobody asked for", Buffer.from("0000001080000004000000000000ffff", "hex")],
  ["a command that nobody knows", Buffer.from("00000010000000ff0000000000000001", "hex")],
  ["a command that a gateway never gives", Buffer.from("00000010000000020000000000000001", "hex")]
])("%s breaks nothing", async (_, bytes) => {
  const { gateway, send } = await opened({ timeoutMillis: 1_000 })
  await send()
  theSession(gateway).socket.write(bytes)
  // The first may meet the session as it ends.
  expect(["Sent", "Later"]).toContain((await send(message("two", "ntc_2")))._tag)
  await expect.poll(async () => (await send(message("three", "ntc_3")))._tag, { timeout: 5_000 }).toBe("Sent")
})

it("a gateway is asked whether it lives, and given up once it no longer says so", async () => {
  const gateway = await openGateway()
  onTestFinished(gateway.close)
  const over = Promise.withResolvers<void>()
  const link = openLink({ host: "127.0.0.1", port: gateway.port, security: "none", auth }, 50, over.resolve)
  await Effect.runPromise(link.bound)
  await expect.poll(() => namesOf(gateway).filter((name) => name === "enquire_link").length, { timeout: 5_000 })
    .toBeGreaterThan(2)
  await gateway.behave("hang")
  const waiting = Effect.runPromise(Effect.flip(link.submit({ destination_addr: "33612345678" })))
  await over.promise
  expect(await waiting).toEqual(unreached)
})

it("a gateway that offers no encryption is told nothing", async () => {
  const { gateway, send } = await opened({ security: "tls", timeoutMillis: 500 })
  expect((await send())._tag).toBe("Later")
  expect(gateway.commands).toEqual([])
})

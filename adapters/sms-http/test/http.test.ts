/** What the gateway is told, and what its answers mean. */
import { type Notice, PhoneNumber } from "@intendant/core"
import { hmacSha256, type HttpTexterOptions, make } from "@intendant/sms-http"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { once } from "node:events"
import { createServer, type RequestListener } from "node:http"
import { expect, it, onTestFinished } from "vitest"
import { addressOf, key, openGateway, sender, stop } from "./server.ts"

const to = PhoneNumber.make("+33612345678")
const message: Notice.TextMessage = { id: "ntc_1", to, text: "Code : 123456 \u{1f511}" }
const sign = hmacSha256(Redacted.make(key))

/** A server of the test's own, until the test ends. */
const serve = async (listener: RequestListener): Promise<URL> => {
  const server = createServer(listener)
  onTestFinished(() => stop(server))
  await once(server.listen(0, "127.0.0.1"), "listening")
  return new URL(`http://127.0.0.1:${addressOf(server).port}/`)
}

const send = (url: URL, more: Partial<HttpTexterOptions> = {}) =>
  Effect.runPromise(make({ url, from: sender, sign, timeoutMillis: 10_000, ...more }).send(message))

it("a message is one POST of JSON with id, number, sender and text, the id as Idempotency-Key too", async () => {
  const told: Array<unknown> = []
  const url = await serve((request, response) => {
    let body = ""
    request.setEncoding("utf8").on("data", (chunk: string) => void (body += chunk)).on("end", () => {
      const { "content-type": type, "idempotency-key": id } = request.headers
      told.push({ method: request.method, type, id, body: JSON.parse(body) })
      response.writeHead(200).end()
    })
  })
  expect(await send(url)).toEqual({ _tag: "Sent" })
  expect(told).toEqual([{
    method: "POST", type: "application/json; charset=utf-8", id: "ntc_1", body: { ...message, from: sender }
  }])
})

it("the signature is the HMAC-SHA256 of time and body, by an example that was computed elsewhere", () => {
  // printf '%s' '1700000000.{"a":"é"}' | openssl dgst -sha256 -hmac secret
  expect(hmacSha256(Redacted.make("secret"))("{\"a\":\"é\"}", 1_700_000_000)).toEqual({
    signature: "t=1700000000,v1=4e459d52df8a9a07f8f86c6bcb2219a2c857c20cf3ad60936d25fb51063d44a3"
  })
})

it.each([
  ...[200, 201, 202, 204].map((status) => [status, "Sent"] as const),
  ...[400, 406, 410, 413, 415, 422, 451].map((status) => [status, "Refused"] as const),
  ...[401, 402, 403, 404, 405, 407, 408, 409, 421, 423, 425, 429].map((status) => [status, "Later"] as const),
  ...[300, 304, 500, 501, 502, 503, 504, 599].map((status) => [status, "Later"] as const)
])("an answer of %i is %s", async (status, expected) => {
  const url = await serve((_, response) => response.writeHead(status).end())
  expect((await send(url))._tag).toBe(expected)
})

/** Whole seconds from now, as HTTP writes a date. */
const dateIn = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString()

it.each<[number, string, number | undefined, number | undefined]>([
  [429, "120", 120, 120], [503, "0", 0, 0], [503, dateIn(90), 60, 90], [503, dateIn(-90), 0, 0],
  [429, "soon", undefined, undefined], [429, "-5", undefined, undefined], [429, "1e9", undefined, undefined],
  [500, "120", undefined, undefined], [409, "120", undefined, undefined]
])("%i with Retry-After %s asks to be left alone so long", async (status, retryAfter, least, most) => {
  const url = await serve((_, response) => response.writeHead(status, { "retry-after": retryAfter }).end())
  const delivery = await send(url)
  expect(delivery).toMatchObject({ _tag: "Later" })
  const seconds = "afterSeconds" in delivery ? delivery.afterSeconds : undefined
  if (least === undefined || most === undefined) return expect(seconds).toBeUndefined()
  expect(seconds).toBeGreaterThanOrEqual(least)
  expect(seconds).toBeLessThanOrEqual(most)
})

it.each([[401, true], [404, true], [429, true], [503, true], [302, true], [409, undefined], [500, undefined]])(
  "%i speaks of every message: %s", async (status, isForAll) => {
    const url = await serve((_, response) => response.writeHead(status).end())
    expect(await send(url)).toEqual({
      _tag: "Later", reason: `the gateway did not take it (${status})`, ...(isForAll === true ? { isForAll } : {})
    })
  })

it("a wrong key loses no message (NTF-4)", async () => {
  const gateway = await openGateway()
  onTestFinished(gateway.close)
  expect((await send(gateway.url, { sign: hmacSha256(Redacted.make("another key")) }))._tag).toBe("Later")
  expect(await gateway.received()).toEqual([])
})

it.each(["http://sms.example/", "http://127.0.0.1.example/", "ftp://127.0.0.1/", "https://me:4711@sms.example/"])(
  "%s is no address for codes: nothing is opened", (address) => {
    expect(() => make({ url: new URL(address), from: sender, sign })).toThrow(/codes|no password/)
    expect(() => make({ url: new URL("https://sms.example/"), from: sender, sign })).not.toThrow()
  })

it.each([301, 302, 303, 307, 308])("a redirection by %i is not followed: nobody else is told", async (status) => {
  let asked = 0
  const elsewhere = await serve((_, response) => {
    asked += 1
    response.writeHead(200).end()
  })
  const url = await serve((_, response) => response.writeHead(status, { location: elsewhere.href }).end())
  expect([(await send(url))._tag, asked]).toEqual(["Later", 0])
})

it("an answer without end is not waited for, and its connection is not kept", async () => {
  const closed = Promise.withResolvers<void>()
  const url = await serve((_, response) => {
    const more = () => {
      while (response.write("x".repeat(65_536))) { /* until the other side takes no more */ }
    }
    response.writeHead(200).on("drain", more).on("close", closed.resolve)
    more()
  })
  expect(await send(url)).toEqual({ _tag: "Sent" })
  await closed.promise
})

it("an answer that trickles in is given up in time, and so is its connection", async () => {
  const closed = Promise.withResolvers<void>()
  const url = await serve((request) => {
    const { socket } = request
    socket.write("HTTP/1.1 200 OK\r\n")
    const trickle = setInterval(() => socket.write("x-more: y\r\n"), 20)
    socket.on("close", () => {
      clearInterval(trickle)
      closed.resolve()
    })
  })
  const delivery = await send(url, { timeoutMillis: 300 })
  await closed.promise
  expect(delivery).toEqual({ _tag: "Later", reason: "the gateway did not answer in time", isForAll: true })
})

it("what signs wrongly is no defect, and its words are not told (SEC-56)", async () => {
  const gateway = await openGateway()
  onTestFinished(gateway.close)
  const delivery = await send(gateway.url, {
    sign: () => {
      throw new Error("the key is 4711")
    }
  })
  expect(delivery).toEqual({
    _tag: "Later", reason: "the gateway could not be reached, or went away", isForAll: true
  })
})

/** The end in order: no longer ready, then no longer there; and what was acknowledged before is kept. */
import { connect } from "node:net"
import { setImmediate as turn } from "node:timers/promises"
import { afterAll, expect, it } from "vitest"
import { asker, signIn, spawnHost, temporaryFolder } from "./spawned.ts"

const { folder, remove } = temporaryFolder()
afterAll(remove)

const password = "p"

it("told to end under load, it answers what it took, says that it is not ready, and exits with 0", async () => {
  const host = await spawnHost({ folder })
  const root = asker(host.url)(await signIn(host.url, "integrator", host.password))
  const acknowledged: Array<string> = []
  const statuses = new Set<number>()
  let isGone = false
  const load = async (lane: number) => {
    for (let number = 0; !isGone; number++) {
      const name = `m${lane}-${number}`
      const command = { _tag: "OpenAccount", under: "integrator", name, password }
      const answer = await root("POST", "/account-commands", { command }).catch(() => undefined)
      if (answer === undefined) return
      statuses.add(answer.status)
      if (answer.status === 200) acknowledged.push(`integrator>${name}`)
    }
  }
  const lanes = Array.from({ length: 8 }, (_, lane) => load(lane))
  while (acknowledged.length < 8) await turn()
  const ended = host.end()
  const readiness = new Set<number>()
  for (;;) {
    const answer = await asker(host.url)()("GET", "/ready").catch(() => undefined)
    if (answer === undefined) break
    readiness.add(answer.status)
  }
  isGone = true
  await Promise.all(lanes)
  expect(await ended).toBe(0)
  expect(readiness).toContain(503)
  expect([...statuses]).toEqual([200])
  const again = await spawnHost({ folder })
  const reader = asker(again.url)(await signIn(again.url, "integrator", again.password))
  const { body } = await reader("GET", "/accounts?below=integrator&limit=500")
  const kept = JSON.stringify(body["items"])
  expect(acknowledged.filter((name) => !kept.includes(`"${name}"`))).toEqual([])
  expect(await again.end()).toBe(0)
})

/** Sends bytes as they are, and gives back everything that comes until the other end closes. */
const raw = (url: string, text: string) =>
  new Promise<string>((resolve, reject) => {
    let heard = ""
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(text))
    socket.on("data", (chunk) => { heard += chunk.toString() }).on("close", () => resolve(heard)).on("error", reject)
  })

/** Sends a part of a request and goes away. */
const leave = (url: string, text: string) =>
  new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => {
      socket.write(text, () => setImmediate(() => socket.destroy()))
    })
    socket.on("close", () => resolve())
  })

it("SEC-66 what no client would send is a 4xx, and the next request of a connection is its own", async () => {
  const host = await spawnHost({ folder })
  try {
    const first = async (text: string) => (await raw(host.url, text)).split("\r\n")[0]
    expect(await first("GET /session HTTP/1.1\r\nHost: x\r\nAuthorization: a\u0001b\r\nConnection: close\r\n\r\n"))
      .toMatch(/ 40[01] /)
    expect(await first("TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(/ 40[05] /)
    expect(await first("GET http://elsewhere/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(/ 200 /)
    expect(await first("GET //elsewhere/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(/ 404 /)
    expect(await first("nonsense\r\n\r\n")).toMatch(/ 400 /)
    expect(await first(`GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/ 4(31|14) /)
    const body = "x".repeat(200_000)
    const two = await raw(host.url,
      `POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}` +
        "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    expect([...two.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(["404", "200"])
    await leave(host.url, "POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
      "Content-Length: 100\r\n\r\n{\"name\":")
    expect(await first("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(/ 200 /)
  } finally {
    expect(await host.end()).toBe(0)
  }
  expect(host.output()).toContain("\"status\":499")
})

/** Over TLS: password and letter are for a server that is who it says, and for nobody else. */
import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest"
import { type Certified, certify } from "./certificate.ts"
import { openServer } from "./server.ts"

const program = fileURLToPath(new URL("./sender.program.ts", import.meta.url))
const trusted = certify("127.0.0.1")
const trustedElsewhere = certify("127.0.0.2")
const nobodyKnows = certify("127.0.0.1")

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "intendant-"))
  await writeFile(join(folder, "trusted.pem"), trusted.cert + trustedElsewhere.cert)
})
afterAll(() => rm(folder, { recursive: true }))

/** What became of a letter for a server with this certificate, and what the server was told. */
const sending = async (security: string, certified: Certified) => {
  const told: Array<string> = []
  const server = await openServer({
    ...certified, secure: security === "tls", hideSTARTTLS: false, authOptional: false,
    onAuth: ({ username = "", password = "" }, { secure }, done) => {
      told.push(`${username} ${password} ${secure ? "encrypted" : "in clear"}`)
      done(null, { user: username })
    }
  })
  onTestFinished(server.close)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@intendant/source", program, security, String(server.port), "portal", "hunter 4711"],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, "trusted.pem") } })
  return { delivery: stdout, told, letters: (await server.received()).length }
}

it.each(["tls", "startTls"])("%s: a server that is who it says is told both, encrypted", async (security) => {
  expect(await sending(security, trusted))
    .toEqual({ delivery: "Sent", told: ["portal hunter 4711 encrypted"], letters: 1 })
})

it.each(["tls", "startTls"])("%s: a server that nobody vouches for is told neither", async (security) => {
  expect(await sending(security, nobodyKnows)).toEqual({ delivery: "Later", told: [], letters: 0 })
})

it.each(["tls", "startTls"])("%s: a server that is another is told neither", async (security) => {
  expect(await sending(security, trustedElsewhere)).toEqual({ delivery: "Later", told: [], letters: 0 })
})

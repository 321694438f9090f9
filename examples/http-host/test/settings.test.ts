/** What the host is told from outside, and what it makes of a database that was given to it. */
import { afterAll, expect, it } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { settingsOf } from "../src/settings.ts"
import { asker, signIn, spawnHost, temporaryFolder } from "./spawned.ts"

const { folder, remove } = temporaryFolder()
afterAll(remove)

it("time is moved where nobody's accounts are, or where it is asked for aloud", () => {
  const database = { DATABASE_URL: "postgres://somewhere" }
  expect(settingsOf({}, ["--demo=auto"]).isDemo).toBe(true)
  expect(settingsOf(database, ["--demo=auto"]).isDemo).toBe(false)
  expect(settingsOf(database, ["--demo=auto", "--demo"]).isDemo).toBe(true)
  expect(settingsOf({}, []).isDemo).toBe(false)
  expect(settingsOf({ DATABASE_URL: "" }, ["--demo=auto"])).toMatchObject({ isDemo: true, databaseUrl: undefined })
})

it("text messages are posted to an encrypted gateway, signed, beside a mail server, or not at all", () => {
  const whole = {
    SMTP_URL: "smtps://mail.example", PORTAL_URL: "https://portal.example", SMS_URL: "https://sms.example/messages",
    SMS_KEY: "a key that both have"
  }
  expect(settingsOf({}, []).sms).toBeUndefined()
  expect(settingsOf(whole, []).sms).toMatchObject({ from: "Intendant" })
  expect(settingsOf({ ...whole, SMS_URL: "http://127.0.0.1:8080/" }, []).sms?.url.port).toBe("8080")
  expect(() => settingsOf({ ...whole, SMS_KEY: "" }, [])).toThrow(/SMS_KEY/)
  expect(() => settingsOf({ ...whole, SMTP_URL: "" }, [])).toThrow(/SMTP_URL/)
  expect(() => settingsOf({ ...whole, SMS_URL: "http://sms.example/" }, [])).toThrow(/https/)
  expect(() => settingsOf({ ...whole, SMS_URL: "sms.example" }, [])).toThrow(/https/)
})

it("SEC-65 a setting that means nothing stops the host, and opens nothing", async () => {
  expect(() => settingsOf({}, ["--dmeo"])).toThrow(/--dmeo means nothing/)
  expect(() => settingsOf({ PORT: "http" }, [])).toThrow(/PORT is a number/)
  expect(() => settingsOf({ PORT: "70000" }, [])).toThrow(/PORT is a number/)
  expect(() => settingsOf({ INTENDANT_BLUEPRINT: "mine" }, [])).toThrow(/INTENDANT_BLUEPRINT is/)
  await expect(spawnHost({ folder, environment: { INTENDANT_BLUEPRINT: "mine" } })).rejects.toThrow(/ended with 1/)
  const unreachable = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" }
  await expect(spawnHost({ folder, environment: unreachable })).rejects.toThrow(/ended with 1/)
})

it("products are told where the portal is: where it is said to be, or at the port that was free", async () => {
  const discovered = async (environment: Record<string, string>) => {
    const started = await spawnHost({ folder, environment })
    const { body } = await asker(started.url)()("GET", "/.well-known/authzen-configuration")
    expect(await started.end()).toBe(0)
    return { url: started.url, told: [body["policy_decision_point"], body["access_evaluation_endpoint"]] }
  }
  const { url, told } = await discovered({ PORT: "0" })
  expect(told).toEqual([url, `${url}/access/v1/evaluation`])
  const named = await discovered({ PORTAL_URL: "https://portal.example/" })
  expect(named.told).toEqual(["https://portal.example", "https://portal.example/access/v1/evaluation"])
})

it("a PostgreSQL server that is named is used, and there the clock stays as it is", async () => {
  const { host, port, user, database } = await freshDatabase()
  const url = `postgres:///${database}?host=${encodeURIComponent(String(host))}&port=${port}&user=${user}`
  const started = await spawnHost({ folder, environment: { DATABASE_URL: url } })
  try {
    expect(started.greeting).toContain("on PostgreSQL")
    const token = await signIn(started.url, "integrator", started.password)
    expect((await asker(started.url)(token)("GET", "/session")).body).toMatchObject({ name: "integrator" })
    const operator = asker(started.url)(started.operator)
    expect((await operator("POST", "/demo/clock", { now: "2040-01-01T00:00:00Z" })).status).toBe(404)
    expect((await operator("GET", "/ready")).status).toBe(200)
  } finally {
    expect(await started.end()).toBe(0)
  }
})

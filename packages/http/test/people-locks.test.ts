/** Every route that compares a secret stops guessing: a new way in may not lack the lock that the old ones have. */
import { expect, it } from "vitest"
import { accepted, appCode, enters, farWorld, joins, mailOf, newcomer, passwordOf, staffed, twice } from "./people.ts"
import type { Reply } from "./portal.ts"

type Far = Awaited<ReturnType<typeof farWorld>>

/** How a secret is tried on a route, and which one is right. */
interface Door {
  readonly attempt: (secret: string) => Promise<Reply>
  readonly right: string
}

const chosen = twice("Another phrase 7")
const phone = "+33612345678"
const home = "ada@home.example"

/** Bob, signed in: what he asks of himself. */
const asBob = async (world: Far) => world.askAs(await enters(world, "bob"))

/** What a mailed link carries: whom it is for, and the secret. */
const linked = (world: Far, path: string, link: string): Door => {
  const at = link.indexOf(".")
  const attempt = (secret: string) => world.send(path, { token: `${link.slice(0, at)}.${secret}`, password: chosen })
  return { attempt, right: link.slice(at + 1) }
}

const doors: Readonly<Record<string, (world: Far) => Promise<Door>>> = {
  "POST /people/sign-in": async ({ send }) => ({
    attempt: (password) => send("/people/sign-in", { mail: mailOf("bob"), password }), right: passwordOf("bob")
  }),
  "POST /people/challenges": async (world) => {
    const own = world.as(await enters(world, "bob"))
    const { challenge } = accepted(await own.stepUp(passwordOf("bob")))
    return {
      attempt: (code) => world.send("/people/challenges", { challenge, code }),
      right: await world.post.codeTo(mailOf("bob"))
    }
  },
  "POST /people/activation": async (world) => {
    accepted(await world.operator.createUser(newcomer("ivy")))
    return linked(world, "/people/activation", await world.post.linkTo(mailOf("ivy")))
  },
  "POST /people/resets/finish": async (world) => {
    accepted(await world.requestReset(mailOf("bob")))
    return linked(world, "/people/resets/finish", await world.post.linkTo(mailOf("bob")))
  },
  "POST /me/step-up": async (world) => {
    const me = await asBob(world)
    return { attempt: (password) => me("POST", "/me/step-up", { password }), right: passwordOf("bob") }
  },
  "POST /me/confirmations": async (world) => {
    const me = await asBob(world)
    return { attempt: (password) => me("POST", "/me/confirmations", { password }), right: passwordOf("bob") }
  },
  "POST /me/password": async (world) => {
    const me = await asBob(world)
    const attempt = (current: string) => me("POST", "/me/password", { current, password: chosen })
    return { attempt, right: passwordOf("bob") }
  },
  "POST /me/phone": async (world) => {
    const me = await asBob(world)
    await me("POST", "/me/phone/codes", { phone })
    return { attempt: (code) => me("POST", "/me/phone", { phone, code }), right: await world.post.textTo(phone) }
  },
  "POST /me/mail": async (world) => {
    const me = await asBob(world)
    await me("POST", "/me/mail/codes", { mail: home })
    return { attempt: (code) => me("POST", "/me/mail", { mail: home, code }), right: await world.post.codeTo(home) }
  },
  "POST /me/authenticator/enrolment": async (world) => {
    const me = await asBob(world)
    await me("POST", "/me/authenticator")
    return { attempt: (code) => me("POST", "/me/authenticator/enrolment", { code }), right: appCode }
  }
}

/** Accounts have tests of their own, a wording bears no secret, and advice compares none. */
const apart = ["POST /account-commands", "POST /password-advice", "POST /sessions", "POST /template-commands"]

const opened = async () => {
  const world = await farWorld({ changes: { factors: { kinds: ["mail", "sms", "totp"], required: "byTenant" } } })
  await staffed(world)
  accepted(await world.operator.submitSettings({
    _tag: "SaveSettings", owner: "acme", changes: { "secondaryMail.allowed": true }
  }))
  await joins(world, "bob", {})
  return world
}

it("SEC-4 every route whose body has a place for a secret is among those that are tried here", async () => {
  const { ask } = await opened()
  // The description is tested elsewhere: a route, its methods, and an example of each body.
  const { paths } = (await ask("/openapi.json")).body as { paths: Record<string, Record<string, object>> }
  const named = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, about]) =>
    /"example":.*"(?:password|current|code|token|challenge)"|\{\{ code/.test(JSON.stringify(Object.entries(about)
      .filter(([field]) => field === "requestBody"))) ? [`${method.toUpperCase()} ${path}`] : []))
  expect(named.toSorted()).toEqual([...Object.keys(doors), ...apart].toSorted())
})

const everyDoor = Object.entries(doors)
it.each(everyDoor)("SEC-4 AUT-2 %s: after ten wrong secrets the right one comes too late", async (_, way) => {
  const untouched = await way(await opened())
  expect((await untouched.attempt(untouched.right)).status).toBeLessThan(300)
  const { attempt, right } = await way(await opened())
  for (const guess of Array.from({ length: 10 }, (__, index) => String(10_000_000 + index))) {
    expect((await attempt(guess)).status).toBeGreaterThanOrEqual(400)
  }
  expect((await attempt(right)).status).toBeGreaterThanOrEqual(400)
})

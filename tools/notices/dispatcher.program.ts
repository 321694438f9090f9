/** A host in a process of its own: invites people, or tells them of it by SMTP again and again, until it is killed. */
import { MailAddress, type Storage } from "@intendant/core"
import * as Smtp from "@intendant/mail-smtp"
import * as Postgres from "@intendant/postgres"
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { setTimeout as pause } from "node:timers/promises"
import type { Order } from "./processes.ts"
import { clockAhead, openPortal } from "./portal.ts"

// Written by `processes.ts` from an `Order`, and from nothing else.
const { place, port, aheadSeconds, work, prefix, count } = JSON.parse(process.argv[2] ?? "") as Order

const storage: Storage = await ("file" in place ? Sqlite.open(place) : Postgres.open(place))
const mailer = await Effect.runPromise(Scope.provide(Smtp.make({
  host: "127.0.0.1", port, security: "none", timeoutMillis: 5_000,
  from: { name: "Portal", address: MailAddress.make("portal@portal.example") }
}), Scope.makeUnsafe()))
const { dispatch, invite } = openPortal({ storage, gateways: { mailer }, clock: clockAhead(aheadSeconds) })

const say = (line: string) => void process.stdout.write(`${line}\n`)
const lines = createInterface({ input: process.stdin })

say("ready")
await once(lines, "line")
if (work === "invite") {
  for (let number = 0; number < count; number += 1) say(await invite(`${prefix}${number}`))
  say("invited")
} else {
  for (;;) {
    const { sent } = await dispatch()
    say(`sent ${sent}`)
    await pause(20)
  }
}

/** What a mail server is told, what its answers mean, and what becomes of a connection. */
import { MailAddress, type Notice } from "@intendant/core"
import type { SmtpOptions } from "@intendant/mail-smtp"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import PostalMime from "postal-mime"
import { expect, it, onTestFinished } from "vitest"
import { openMailer, sender } from "./opened.ts"
import { openScripted, type Script } from "./scripted.ts"
import { openServer } from "./server.ts"

const letter = (more: Partial<Notice.Letter> = {}): Notice.Letter => ({
  id: "ntc_1", to: MailAddress.make("ada@example.org"), language: "fr", subject: "Bonjour", text: "un",
  html: "<p>un</p>", ...more
})

/** A mailer, until the test ends or it is closed. */
const sending = async (more: Partial<SmtpOptions> & { readonly port: number }) => {
  const { mailer, close } = await openMailer({ timeoutMillis: 10_000, ...more })
  onTestFinished(close)
  return { close, send: (one = letter()) => Effect.runPromise(mailer.send(one)) }
}

const scripted = async (script: Script, more: Partial<SmtpOptions> = {}) => {
  const server = await openScripted(script)
  return { ...server, ...await sending({ port: server.port, ...more }) }
}

it.each([
  ["élodie@xn--socit-esab.fr", " SMTPUTF8"], ["élodie@xn--strae-oqa.example", " SMTPUTF8"],
  ["ada@xn--strae-oqa.example", ""]
])("%s goes over the wire as it was checked: nobody reads its domain again (SEC-52)", async (to, extension) => {
  const { lines, send } = await scripted({})
  expect(await send(letter({ to: MailAddress.make(to) }))).toEqual({ _tag: "Sent" })
  expect(lines.slice(1, 3)).toEqual([`MAIL FROM:<${sender.address}>${extension}`, `RCPT TO:<${to}>`])
})

it("a letter says whom it is from, in which language, and that no machine is to answer", async () => {
  const { lines, send } = await scripted({})
  await send()
  const { from, to, messageId, headers } = await PostalMime.parse(lines.slice(4, lines.indexOf(".")).join("\r\n"))
  const valueOf = (name: string) => headers.find(({ key }) => key === name)?.value
  expect([from, to]).toEqual([sender, [{ name: "", address: "ada@example.org" }]])
  expect(messageId).toBe("<ntc_1@xn--socit-esab.fr>")
  expect([valueOf("content-language"), valueOf("auto-submitted")]).toEqual(["fr", "auto-generated"])
})

const forAll = (reason: string): Notice.Delivery => ({ _tag: "Later", reason, isForAll: true })

const refuses = (answer: string) => `${answer} <ada@example.org> is nobody: Bonjour`
it.each<[string, string, Notice.Delivery]>([
  ["RCPT", "550 5.1.1", { _tag: "Refused", reason: "the mail service refused it (550 5.1.1)" }],
  ["RCPT", "553", { _tag: "Refused", reason: "the mail service refused it (553)" }],
  ["DATA", "554 5.7.1", { _tag: "Refused", reason: "the mail service refused it (554 5.7.1)" }],
  [".", "552 5.3.4", { _tag: "Refused", reason: "the mail service refused it (552 5.3.4)" }],
  ["MAIL", "552 5.3.4", { _tag: "Refused", reason: "the mail service refused it (552 5.3.4)" }],
  ["RCPT", "450 4.2.1", { _tag: "Later", reason: "the mail service did not take it (450 4.2.1)" }],
  ["RCPT", "530 5.7.0", { _tag: "Later", reason: "the mail service did not take it (530 5.7.0)" }],
  ["RCPT", "503", { _tag: "Later", reason: "the mail service did not take it (503)" }],
  [".", "451 4.3.0", { _tag: "Later", reason: "the mail service did not take it (451 4.3.0)" }],
  ["RCPT", "421 4.3.2", forAll("the mail service did not take it (421 4.3.2)")],
  ["MAIL", "550 5.7.1", forAll("the mail service did not take it (550 5.7.1)")],
  ["MAIL", "421 4.3.2", forAll("the mail service did not take it (421 4.3.2)")],
  ["greeting", "554 5.3.2", forAll("the mail service did not take it (554 5.3.2)")]
])("%s answered by %s is told in no word of the server's (SEC-56)", async (word, answer, told) => {
  const { send } = await scripted({ [word]: refuses(answer) })
  expect(await send()).toEqual(told)
})

it("a letter that was refused spoils no other on its connection", async () => {
  const { lines, send } = await scripted({ RCPT: (line) => line.includes("eve") ? "550 nobody" : "250 ok" })
  const answers = [await send(letter({ to: MailAddress.make("eve@example.org") })), await send()]
  expect(answers.map(({ _tag }) => _tag)).toEqual(["Refused", "Sent"])
  expect(lines.filter((line) => line.startsWith("RCPT")))
    .toEqual(["RCPT TO:<eve@example.org>", "RCPT TO:<ada@example.org>"])
})

const auth = { user: "portal", password: Redacted.make("hunter 4711") }
it("a wrong password loses no letter, and no reason names it (NTF-4, SEC-56)", async () => {
  const { lines, send } = await scripted({
    EHLO: "250-mail.example\r\n250 AUTH PLAIN",
    AUTH: (line) => `535 5.7.8 portal may not come in by hunter 4711 or ${line}`
  }, { auth })
  expect(await send()).toEqual(forAll("the mail service did not take it (535 5.7.8)"))
  expect(lines.filter((line) => line.startsWith("MAIL"))).toEqual([])
})

it("a server that offers no encryption is told neither password nor letter", async () => {
  const { lines, send } = await scripted({ EHLO: "250-mail.example\r\n250 AUTH PLAIN" }, { auth, security: "startTls" })
  expect((await send())._tag).toBe("Later")
  expect(lines.filter((line) => /^(AUTH|MAIL|RCPT|DATA)/.test(line))).toEqual([])
})

it.each(["mail.example", "10.0.0.1", "127.0.0.1.example", "localhost.example", "::2"])(
  "a password is not told to %s in clear: nothing is opened", async (host) => {
    const opening = openMailer({ host, port: 25, security: "none", auth })
    await expect(opening).rejects.toThrow("over an encrypted connection only")
    const { close } = await openMailer({ host, port: 25, security: "none" })
    await close()
  })

it("a server that keeps saying a little is given up in time, and so is its connection", async () => {
  const { send, connections } = await scripted({
    MAIL: (_, socket) => {
      const trickle = setInterval(() => socket.write("250-wait\r\n"), 20)
      socket.on("close", () => clearInterval(trickle))
      return ""
    }
  }, { timeoutMillis: 300 })
  expect(await send()).toEqual(forAll("the mail service did not answer in time"))
  await expect.poll(connections, { timeout: 5_000 }).toBe(0)
})

it("letters one after the other share a connection, and who ends leaves none behind", async () => {
  const { lines, connections, close, send } = await scripted({})
  for (const id of ["ntc_1", "ntc_2", "ntc_3"]) expect(await send(letter({ id }))).toEqual({ _tag: "Sent" })
  expect(lines.filter((line) => line.startsWith("EHLO"))).toHaveLength(1)
  await close()
  await expect.poll(connections, { timeout: 5_000 }).toBe(0)
})

it("who ends cuts off letters under way, which are Later, and so are those that come after", async () => {
  const isAsked = Promise.withResolvers<void>()
  const { close, connections, send } = await scripted({
    ".": () => {
      isAsked.resolve()
      return ""
    }
  })
  const waiting = send()
  await isAsked.promise
  await close()
  expect((await waiting)._tag).toBe("Later")
  expect((await send())._tag).toBe("Later")
  await expect.poll(connections, { timeout: 5_000 }).toBe(0)
})

it.each([0, 1])("a connection that ends behind the letter is no second letter, after %i others", async (others) => {
  let left = others
  const { lines, send } = await scripted({
    ".": (_, socket) => {
      if (left === 0) socket.destroy()
      return left-- === 0 ? "" : "250 taken"
    }
  })
  for (let sent = 0; sent < others; sent += 1) expect((await send())._tag).toBe("Sent")
  expect((await send(letter({ id: "ntc_2" })))._tag).toBe("Later")
  expect(lines.filter((line) => line === "Message-ID: <ntc_2@xn--socit-esab.fr>")).toHaveLength(1)
})

it("a connection that the server ended while it was idle costs no letter", async () => {
  const server = await openServer()
  onTestFinished(server.close)
  const { send } = await sending({ port: server.port })
  expect((await send())._tag).toBe("Sent")
  await server.behave("down")
  await server.behave("accept")
  expect((await send())._tag).toBe("Sent")
})

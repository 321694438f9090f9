/** The way of an edited mail: written, tried, kept, filled in and sent; or the standard one instead. */
import { Locale, MailAddress, Notice, Path, PhoneNumber, Records } from "@intendant/core"
import { layer, make } from "@intendant/templates-liquid"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

const engine = make()
const enterprise = Path.make("company")
const ref = { enterprise, kind: "activation", language: "fr" } as const
const to = Schema.decodeUnknownSync(MailAddress)("ada@example.org")
const unasked = Effect.die("nobody asks for this here")

/** Records that hold what was committed, and list every line that was written. */
const recordsOf = () => {
  const kept = new Map<string, { state: unknown; version: number }>()
  const lines: Array<unknown> = []
  const records = Records.of({
    loadMany: () => unasked,
    load: ({ concept, id }) => Effect.sync(() => Option.fromUndefinedOr(kept.get(`${concept} ${id}`))),
    commit: ({ act, changes }) => Effect.sync(() => {
      for (const { concept, id, basedOn, next, events } of changes) {
        if (events.length > 0) lines.push({ act, events })
        if (next !== undefined) kept.set(`${concept} ${id}`, { state: next, version: basedOn + 1 })
      }
    }),
    note: (act, _key, refusal) => Effect.sync(() => { lines.push({ act, refusal }) }),
    answer: () => unasked, history: () => unasked, journal: () => unasked, keys: () => unasked, ready: Effect.void
  })
  return { records, lines, kept }
}

const grant = (permission: "notice.edit" | "account.see") =>
  ({ permission, reach: "within", place: enterprise }) as const
const manager = { id: "usr_1", name: "ada", grants: [grant("notice.edit"), grant("account.see")] }
const guard = { concept: "enterprise", id: enterprise, basedOn: 1, events: [] }

const portal = (ownerId = "acc_1") => {
  const { records, lines, kept } = recordsOf()
  const submit = Notice.submitter(records, engine, () => Effect.succeed({ ownerId, guard }))
  return {
    lines, kept,
    submit: (command: Notice.Command, actor: Parameters<typeof submit>[0]["actor"] = manager) =>
      Effect.runPromise(Effect.result(submit({ actor, command, reason: "" }))),
    edited: (enterpriseId = ownerId) => Effect.runPromise(Notice.editedTemplate(records, ref, enterpriseId))
  }
}

const values = {
  firstName: "Élodie", lastName: "<b>D'Arc</b>", portal: "Intendant", enterprise: "Société", mail: "ada@example.org",
  code: "73519264", link: "https://portal.example.org/c/9?a=1&b=2", expiresAt: "1er janvier 2031"
}
const send = async (edited: Notice.Template | undefined, changed: Partial<typeof values> = {}) => {
  const composed = await Effect.runPromise(Notice.compose(engine)({
    kind: "activation", channel: "mail", language: "fr", values: { ...values, ...changed }, to, id: "n-1", edited
  }))
  return composed.channel === "mail" ? composed : expect.unreachable("mail was asked for")
}

const template: Notice.Template = {
  subject: "Bienvenue{% if firstName %}, {{ firstName | upcase }}{% endif %} !",
  text: "Bonjour {{ firstName }} {{ lastName }},\r\n\r\n\r\nvotre code : {{ code }}\r\nle lien : {{ link }}  "
}
const edit = (changed: Partial<Notice.Template> = {}) => Notice.EditTemplate.make({ ...ref, ...template, ...changed })

describe("NTF-2 an edited mail", () => {
  it("is kept as it was written, is filled in and sent, and is restored", async () => {
    const { submit, edited } = portal()
    expect(await edited()).toBeUndefined()
    expect(await submit(edit())).toMatchObject({ success: { _tag: "Edited", enterpriseId: "acc_1" } })
    expect(await edited()).toEqual(template)
    const { letter, faults } = await send(await edited())
    expect(faults).toEqual([])
    expect(letter).toMatchObject({
      id: "n-1", to, language: "fr", subject: "Bienvenue, ÉLODIE !",
      text: "Bonjour Élodie <b>D'Arc</b>,\n\nvotre code : 73519264\nle lien : https://portal.example.org/c/9?a=1&b=2"
    })
    expect(letter.html).toContain("Bonjour Élodie &lt;b&gt;D&#39;Arc&lt;/b&gt;,</p>")
    expect(letter.html).toContain("<a href=\"https://portal.example.org/c/9?a=1&amp;b=2\"")
    await submit(Notice.RestoreTemplate.make(ref))
    expect(await edited()).toBeUndefined()
  })

  it("SEC-45 is its enterprise's: who bears the name later does not send it", async () => {
    const { submit, edited } = portal()
    await submit(edit())
    expect(await edited("acc_2")).toBeUndefined()
  })

  it("that is faulty is refused with every fault, and nothing is kept of it but the refusal", async () => {
    const { submit, kept, lines } = portal()
    const refused = await submit(edit({ subject: "{% for %}", text: "Bonjour\n{{ password }} {{ code }}" }))
    expect(refused).toEqual(Result.fail(Notice.TemplateRefused.make({
      kind: "activation",
      faults: [
        { _tag: "Unreadable", part: "subject", message: "{% for %} is not allowed here", line: 1, column: 1 },
        { _tag: "UnknownVariable", part: "text", variable: "password", known: Notice.variablesOf("activation") },
        { _tag: "MissingVariable", variable: "link" }
      ]
    })))
    expect([kept.size, lines.length]).toEqual([0, 1])
  })

  it.each([
    ["the code in a branch that nobody takes", "{% if firstName == \"\" %}{{ code }}{% endif %} {{ link }}", "code"],
    ["the link in capitals", "{{ code }} {{ link | upcase }}", "link"],
    ["a condition on the link alone", "{{ code }}{% if link %}here{% endif %}", "link"]
  ])("must let the code and the link be read: %s", async (_what, text, variable) => {
    const refused = await portal().submit(edit({ text }))
    expect(refused).toMatchObject({ failure: { faults: [{ _tag: "MissingVariable", variable }] } })
  })

  it("is edited by those who may, and a stranger learns nothing, not even what is wrong", async () => {
    const { submit } = portal()
    const faulty = edit({ subject: "{{" })
    expect(await submit(faulty, { ...manager, grants: [grant("account.see")] }))
      .toMatchObject({ failure: { _tag: "NotPermitted", permission: "notice.edit" } })
    expect(await submit(faulty, { ...manager, grants: [] })).toMatchObject({ failure: { _tag: "NoSuchAccount" } })
  })
})

describe("NTF-4 nothing is lost because of what somebody wrote", () => {
  const broken: ReadonlyArray<readonly [string, Partial<Notice.Template>, Partial<typeof values>, object]> = [
    ["a template that is no longer read", { text: "{% for %}" }, {}, { _tag: "Unreadable", part: "text", line: 1 }],
    ["a variable that is no longer declared", { subject: "{{ phone }}" }, {},
      { _tag: "UnknownVariable", part: "subject", variable: "phone" }],
    ["a code that this person would not read", { text: "{% if lastName %}{{ code }}{% endif %} {{ link }}" },
      { lastName: "" }, { _tag: "MissingVariable", variable: "code" }],
    ["a subject that is empty for this person", { subject: "{{ lastName }}" }, { lastName: "\r\n" },
      { _tag: "Blank", part: "subject" }],
    ["one that grows too large", { text: "{{ code }}{{ link }}".repeat(250) },
      { link: `https://portal.example.org/${"x".repeat(2_000)}` }, { _tag: "Unfillable", part: "text" }]
  ]

  it.each(broken)("%s: the standard mail is sent instead, and why is told", async (_what, changed, named, fault) => {
    const { letter, faults } = await send({ ...template, ...changed }, named)
    expect(letter).toEqual((await send(undefined, named)).letter)
    expect(faults).toMatchObject([fault])
    expect(letter.text).toContain(values.code)
    expect(JSON.stringify(faults)).not.toContain(values.code)
  })

  it("a mail that is not edited here is the standard one, whatever was kept", async () => {
    const order = { kind: "signInCode", channel: "mail", language: "en", to, id: "n-2" } as const
    const sent = { ...order, values: { portal: "Intendant", code: "1", minutes: "10" } }
    const compose = (edited?: Notice.Template) => Effect.runPromise(Notice.compose(engine)({ ...sent, edited }))
    const standard = await compose()
    expect(await compose({ subject: "x", text: "{{ code }}" }))
      .toEqual({ ...standard, faults: [{ _tag: "NotEditable" }] })
  })
})

it("SEC-53 SEC-55 a hostile name changes nothing but the name", async () => {
  const firstName = "Ada\r\nBcc: eve@example.org\r\n\r\n{{ code }}\0<img src=x onerror=alert(1)>\u202e"
  const { letter } = await send({ ...template, subject: "Pour {{ firstName }}" }, { firstName })
  expect(letter.subject).toBe("Pour Ada Bcc: eve@example.org {{ code }} <img src=x onerror=alert(1)>")
  expect(letter.text.split("\n")).toHaveLength(4)
  expect(letter.html).not.toContain("<img")
})

it("SEC-56 the journal of editing holds the wording, and a code only as a variable", async () => {
  const { submit, lines } = portal()
  await submit(edit())
  await submit(edit({ text: "{{ code | nothing }}" }))
  expect(lines).toHaveLength(2)
  expect(JSON.stringify(lines)).not.toContain(Notice.samplesOf("activation")["code"])
})

describe("NTF-2 the standard wordings are where an editor begins", () => {
  const mails = Notice.NoticeKind.literals.filter((kind): kind is Notice.KindBy<"mail"> =>
    Notice.notices[kind].channels.some((channel) => channel === "mail"))
  const all = mails.flatMap((kind) => Locale.literals.map((language) => ({ kind, language })))

  it.each(all)("$kind in $language says the same through the engine", async ({ kind, language }) => {
    const standard = Notice.standardTemplate(kind, language)
    const samples = Notice.samplesOf(kind)
    for (const written of [standard.subject, standard.text]) {
      const filled = Object.entries(samples).reduce((text, [name, value]) =>
        text.replaceAll(`{{ ${name} }}`, () => value), written)
      expect(await Effect.runPromise(engine.render(written, samples))).toEqual(Result.succeed(filled))
    }
  })

  it.each(all.filter(({ kind }) => Notice.notices[kind].editable))(
    "$kind in $language is accepted as it stands", async ({ kind, language }) => {
      const standard = Notice.standardTemplate(kind, language)
      const command = Notice.EditTemplate.make({ enterprise, kind, language, ...standard })
      expect(await portal().submit(command)).toMatchObject({ _tag: "Success" })
    }
  )
})

it("NTF-4 the port comes as a layer, and a text message is composed beside it", async () => {
  const composed = await Effect.runPromise(Effect.provide(Effect.flatMap(Notice.Templates, (port) =>
    Notice.compose(port)({
      kind: "phoneCode", channel: "sms", language: "en", to: PhoneNumber.make("+33612345678"), id: "n-3",
      values: { portal: "Intendant", code: "408172", minutes: "10" }
    })), layer))
  expect(composed).toEqual({
    channel: "sms",
    message: {
      id: "n-3", to: "+33612345678", text: "408172 confirms this number on Intendant, valid 10 min. Give it to no one."
    }
  })
})

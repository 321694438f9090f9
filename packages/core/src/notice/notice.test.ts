/** Editing the wording of a mail: what may happen to it, and everything that can be wrong with one, told at once. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { walk } from "../../test/walk.ts"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import type { Locale } from "../kernel/locale.ts"
import { Path } from "../kernel/path.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import { NoticeKind, notices } from "./kinds.ts"
import * as Notice from "./model.ts"
import { editedBy, isOf, requiredOf, samplesOf, variablesOf } from "./rules.ts"
import { concept, keyOf } from "./use-cases.ts"
import { wordings } from "./wording.ts"

const enterprise = Path.make("company")
const ref = { enterprise, kind: "activation", language: "fr" } as const
const samples = samplesOf("activation")
const [code, link] = [samples["code"] ?? "", samples["link"] ?? ""]

const filled = (text: string, ...variables: ReadonlyArray<string>): Notice.Finding =>
  ({ _tag: "Filled", variables, filled: text })
const good = filled(`Bonjour : ${code}, ${link}`, "code", "link")
const facts = (
  text: Notice.Finding = good, subject = filled("Bienvenue"), enterpriseId: string | undefined = "acc_1"
): Notice.Facts => ({ enterpriseId, trial: { values: samples, found: { subject, text } } })

const template = { subject: "Bienvenue", text: "Bonjour : {{ code }}, {{ link }}" }
const edit = (text = template.text) => Notice.EditTemplate.make({ ...ref, ...template, text })
const restore = Notice.RestoreTemplate.make(ref)
const editedAs = (text: string, enterpriseId = "acc_1") =>
  Notice.Edited.make({ ...ref, ...template, text, enterpriseId })
const happened = (text: string, enterpriseId = "acc_1") =>
  accept(Notice.TemplateEdited.make({ ...ref, ...template, text, enterpriseId }))

type Row = readonly [string, Notice.Command, Notice.Notice, Notice.Facts, Decision<Notice.Event, Notice.Refusal>]
const table: ReadonlyArray<Row> = [
  ["a wording is edited", edit(), initial, facts(), happened(template.text)],
  ["it is edited again", edit("other"), editedAs(template.text), facts(), happened("other")],
  ["as it is already", edit(), editedAs(template.text), facts(), nothing],
  ["after another of that name", edit(), editedAs(template.text, "acc_0"), facts(), happened(template.text)],
  ["where nobody bears the name", edit(), initial, { ...facts(), enterpriseId: undefined },
    refuse(NoSuchAccount.make({ path: enterprise }))],
  ["it is restored", restore, editedAs("x"), facts(), accept(Notice.TemplateRestored.make({}))],
  ["another's is cleared away", restore, editedAs("x", "acc_0"), facts(), accept(Notice.TemplateRestored.make({}))],
  ["nothing is there to restore", restore, initial, facts(), nothing]
]

it.each(table)("NTF-2 %s", (_what, command, notice, known, then) => {
  expect(decide(command, notice, known)).toEqual(then)
})

it("NTF-2 SEC-45 who bears the name later has the standard wording", () => {
  const edited = editedAs(template.text)
  expect([isOf(edited, "acc_1"), isOf(edited, "acc_2"), isOf(edited, undefined)]).toEqual([true, false, false])
  expect([editedBy(edited, "acc_1"), editedBy(edited, "acc_2"), editedBy(initial, "acc_1")])
    .toEqual([template, undefined, undefined])
})

describe("NTF-2 every state there is", () => {
  const bad = facts({ _tag: "Unreadable", message: "it never ends", line: 2, column: 7 })
  const heir = { ...facts(), enterpriseId: "acc_2" }
  const steps = walk({ initial, decide, evolve }, [edit("one"), edit("two"), restore], [facts(), heir, bad])

  it("is the standard one or an edited one, and ordering twice is ordering once", () => {
    expect(new Set(steps.map(({ from }) => JSON.stringify(from))).size).toBe(5)
    const accepted = steps.filter(({ decision }) => decision._tag === "Success")
    for (const { command, to, facts: known } of accepted) expect(decide(command, to, known)).toEqual(nothing)
  })

  it("is left as it was by what was refused, and written and read back the same", () => {
    const refused = steps.filter(({ decision }) => decision._tag === "Failure")
    expect(refused.length).toBeGreaterThan(0)
    for (const { from, to } of refused) expect(to).toEqual(from)
    for (const { to } of steps) expect(concept.state.read(concept.state.write(to))).toEqual(to)
  })
})

const text = { part: "text" } as const
const subject = { part: "subject" } as const
const variables = variablesOf("activation")
const unknown = (part: Notice.Part, variable: string) =>
  Notice.UnknownVariable.make({ part, variable, known: variables })
const missing = (...names: ReadonlyArray<string>) =>
  names.map((variable) => Notice.MissingVariable.make({ variable }))
const place = { line: 3, column: 4 }

type Faulty = readonly [string, Notice.Facts, ReadonlyArray<Notice.WordingFault>]
const faulty: ReadonlyArray<Faulty> = [
  ["it cannot be read, and where is told", facts({ _tag: "Unreadable", message: "odd", ...place }),
    [Notice.Unreadable.make({ ...text, message: "odd", ...place })]],
  ["it cannot be filled in",
    facts({ _tag: "Unfillable", message: "too large", variables: ["code"] }),
    [Notice.Unfillable.make({ ...text, message: "too large" }), ...missing("link")]],
  ["variables that nobody knows, those that every object has among them",
    facts({ _tag: "Unfillable", message: "x", variables: ["code", "link", "password", "constructor"] }),
    [unknown("text", "password"), unknown("text", "constructor")]],
  ["a variable of another kind of mail", facts(good, filled("x", "minutes")), [unknown("subject", "minutes")]],
  ["without the code", facts(filled(`go to ${link}`, "link")), missing("code")],
  ["without the code and the link", facts(filled("hello")), missing("code", "link")],
  ["the code is named, and is not read",
    facts(filled(`go to ${link}`, "link", "code")), missing("code")],
  ["the sample is written, and the link not named", facts(filled(`${code} ${link}`, "code")), missing("link")],
  ["the link is read, but in capitals", facts(filled(`${code} ${link.toUpperCase()}`, "code", "link")),
    missing("link")],
  ["the code in the subject alone", facts(filled(link, "link"), filled(code, "code")), missing("code")],
  ["nothing is left of the subject", facts(good, filled(" \r\n\u0000 ")), [Notice.Blank.make(subject)]],
  ["everything at once",
    facts(filled(" "), { _tag: "Unreadable", message: "odd" }),
    [Notice.Unreadable.make({ ...subject, message: "odd" }), Notice.Blank.make(text), ...missing("code", "link")]]
]

describe("NTF-2 what cannot be sent is refused", () => {
  it.each(faulty)("%s", (_what, known, faults) => {
    expect(decide(edit(), initial, known)).toEqual(refuse(Notice.TemplateRefused.make({ kind: "activation", faults })))
  })

  it("a subject of 200 characters and a text of 5,000 are accepted, and one more is not", () => {
    const sized = (extra: number) => Notice.EditTemplate.make({
      ...ref, subject: "\u{1f511}".repeat(200 + extra), text: "é".repeat(5_000 + extra)
    })
    expect(decide(sized(0), initial, facts())).toMatchObject({ _tag: "Success" })
    const faults = [Notice.TooLong.make({ ...subject, most: 200 }), Notice.TooLong.make({ ...text, most: 5_000 })]
    expect(decide(sized(1), initial, facts()))
      .toEqual(refuse(Notice.TemplateRefused.make({ kind: "activation", faults })))
  })

  it("only some mails are edited: none with a code to sign in, none that warns, none to a stranger", () => {
    const editable = NoticeKind.literals.filter((kind) => notices[kind].editable)
    expect(editable).toEqual([
      "activation", "activated", "reactivated", "signUpApproved", "signUpRefused", "signUpBlocked", "signUpAwaiting"
    ])
    for (const kind of NoticeKind.literals.filter((other) => !editable.includes(other))) {
      const command = Notice.EditTemplate.make({ ...ref, kind, ...template })
      const faults = [Notice.NotEditable.make({})]
      expect(decide(command, initial, facts())).toEqual(refuse(Notice.TemplateRefused.make({ kind, faults })))
    }
  })

  it("each fault has a sentence in French and another in English, with the facts that it tells", () => {
    const faults = [
      ...faulty.flatMap(([, , told]) => told), Notice.NotEditable.make({}),
      Notice.TooLong.make({ ...text, most: 5_000 })
    ]
    const sentences = faults.map((fault) => {
      const refused = Notice.TemplateRefused.make({ kind: "activation", faults: [fault] })
      const [french, english] = [wordings.fr.TemplateRefused(refused), wordings.en.TemplateRefused(refused)]
      const { part: _part, _tag, ...others }: { readonly _tag: string; readonly part?: string } = fault
      for (const sentence of [french, english]) {
        expect(sentence).toMatch(/^\S.*activation.*\S\.$/)
        for (const fact of Object.values(others).flat()) expect(sentence).toContain(String(fact))
      }
      return french === english
    })
    expect(new Set(faults.map(({ _tag }) => _tag)).size).toBe(Notice.WordingFault.members.length)
    expect(sentences).not.toContain(true)
  })
})

it("there is a sample for each variable of each kind, and for no other", () => {
  for (const kind of NoticeKind.literals) {
    expect(Object.keys(samplesOf(kind)).sort()).toEqual([...variablesOf(kind)].sort())
    for (const name of requiredOf(kind)) expect(variablesOf(kind)).toContain(name)
  }
})

it("two wordings never share a record", () => {
  const segment = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom("a", "b", ">", "fr") })
    .filter((name) => !/^>|>>|>$/.test(name)).map((name) => Path.make(name))
  const reference = fc.record({
    enterprise: segment, kind: fc.constantFrom(...NoticeKind.literals), language: fc.constantFrom<Locale>("fr", "en")
  })
  fc.assert(fc.property(reference, reference, (one, other) => {
    expect(keyOf(one) === keyOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
  }))
})

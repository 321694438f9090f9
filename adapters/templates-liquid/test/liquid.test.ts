/** What may be written in a template, what may not, and what hostile templates and values cannot do. */
import type { Notice } from "@intendant/core"
import { make } from "@intendant/templates-liquid"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const engine = make()
const variables = (template: string) => Effect.runSync(engine.variables(template))
const render = (template: string, values: Readonly<Record<string, string>> = {}) =>
  Effect.runSync(engine.render(template, values))
const faultOf = <Value>(result: Result.Result<Value, Notice.TemplateFault>) =>
  Result.isFailure(result) ? result.failure : expect.unreachable("it was accepted")

const values = { firstName: "Ada", lastName: "", code: "4081" }

describe("NTF-2 what may be written", () => {
  it.each([
    ["Bonjour {{ firstName }},\n\nvotre code : {{code}}.", "Bonjour Ada,\n\nvotre code : 4081."],
    ["{{ firstName | upcase }} {{ firstName|upcase|capitalize }}", "ADA Ada"],
    ["{{ lastName | default: \"you\" }}{{ lastName | default: firstName }}", "youAda"],
    ["{% if lastName %}{{ lastName }}{% else %}nobody{% endif %}", "nobody"],
    ["{% if firstName == 'Ada' and code != \"\" or lastName %}yes{% elsif code %}no{% endif %}", "yes"],
    ["{% if firstName contains \"d\" %}yes{% endif %}", "yes"],
    ["{% unless lastName %}a\n{%- endunless -%}  b", "ab"],
    ["{% if code %}{% if lastName %}x{% else %}{{- 'y' -}}{% endif %}{% endif %}", "y"],
    ["a } b { c %} d }} e {", "a } b { c %} d }} e {"],
    ["", ""], ["{{ 'a}}b' }}", "a}}b"]
  ])("%j becomes %j", (template, filled) => {
    expect(render(template, values)).toEqual(Result.succeed(filled))
  })

  it("the variables that are used are listed once each, wherever they stand", () => {
    const template = "{{ a }} {{ a | default: b }} {% if c == d %}{{ e }}{% elsif f %}{% else %}{{ g }}{% endif %}"
    expect(Result.map(variables(template), (names) => names.toSorted()))
      .toEqual(Result.succeed(["a", "b", "c", "d", "e", "f", "g"]))
  })
})

describe("NTF-2 what may not be written is a fault, with its place", () => {
  it.each([
    "{% for i in (1..10) %}x{% endfor %}", "{% tablerow i in (1..10) %}x{% endtablerow %}", "{% assign a = 1 %}",
    "{% capture a %}x{% endcapture %}", "{% include 'a' %}", "{% render '/etc/passwd' %}", "{% layout 'a' %}",
    "{% raw %}{{ code }}{% endraw %}", "{% comment %}x{% endcomment %}", "{% # x %}", "{% liquid\nif code %}",
    "{% echo code %}", "{% cycle 'a', 'b' %}", "{% increment code %}", "{% case code %}{% when 1 %}{% endcase %}",
    "{% constructor %}", "{% __proto__ %}", "{% toString %}",
    "{{ code | replace: 'a', 'b' }}", "{{ code | append: code }}", "{{ code | times: 9 }}", "{{ code | date: '%s' }}",
    "{{ code | json }}", "{{ code | raw }}", "{{ code | constructor }}", "{{ code | __proto__ }}",
    "{{ code | upcase: code }}", "{{ code | default: code, allow_false: true }}",
    "{{ code.size }}", "{{ code.length }}", "{{ code.constructor }}", "{{ code['constructor'] }}", "{{ code[code] }}",
    "{{ [code] }}", "{{ ['code'] }}", "{{ .code }}", "{{ code. }}", "{{ (1..5) }}", "{{ (1..code) }}",
    "{% if (1..9) contains code %}x{% endif %}", "{% if code.size %}x{% endif %}", "{% if code | upcase %}x{% endif %}",
    "{{ code code }}", "{{ co-de }}", "{{ é }}", "{{ 1 }}", "{{ }}", "{{ code and code }}", "{{{ code }}}",
    "{{ and }}", "{% if or or or %}x{% endif %}", "{% if not code %}x{% endif %}",
    "{% if %}x{% endif %}", "{% if code %}x{% endif code %}", "{% if code > %}x{% endif %}", "{{ code | }}",
    "{% endif %}", "{% else %}", "{% if code %}x", "{% if code %}{% else %}{% else %}{% endif %}", "{{ code", "{% if"
  ])("%s", (template) => {
    const read = variables(`a\n é ${template}`)
    expect(faultOf(read)).toEqual({
      message: expect.stringMatching(/^\S.{0,199}$/su), line: 2, column: expect.any(Number)
    })
    expect(render(`a\n é ${template}`, values)).toEqual(read)
  })

  it("the place is that of the piece itself", () => {
    expect(faultOf(variables("one\ntwo {{ code }} {{ code.size }}")))
      .toEqual({ message: "{{ code.size }} is not allowed here", line: 2, column: 16 })
    expect(faultOf(variables("one\n{{ code"))).toEqual({ message: "output \"{{ code\" not closed", line: 2, column: 1 })
  })

  it("a long piece is not repeated in full", () => {
    expect(faultOf(variables(`{{ ${"code.".repeat(1_000)} }}`)).message).toHaveLength(200)
  })
})

describe("a variable without a value is a fault, also where it would not have been read", () => {
  it.each([
    "{{ nobody }}", "{% if nobody %}x{% endif %}", "{{ code | default: nobody }}",
    "{% if code %}x{% else %}{{ nobody }}{% endif %}"
  ])("%s", (template) => {
    expect(faultOf(render(template, values))).toEqual({ message: "nobody has no value" })
  })

  it.each(["constructor", "__proto__", "toString", "hasOwnProperty", "size", "first", "last", "then", "valueOf"])(
    "what every object has is none: %s", (name) => {
      expect(faultOf(render(`{{ ${name} }}`, values))).toEqual({ message: `${name} has no value` })
    }
  )

  it.each(["constructor", "toString", "size", "first", "android", "nothing", "then"])(
    "a variable may be called like that all the same: %s", (name) => {
      expect(render(`{{ ${name} }}!`, { [name]: "v" })).toEqual(Result.succeed("v!"))
    }
  )
})

it("law: a value is put in as it is, and never read as a template", () => {
  const value = fc.string({
    unit: fc.oneof(
      fc.constantFrom("{{ code }}", "{%", "%}", "{{", "}}", "{% for", "\r\n", "\0", "<b>", "\ud800", "{%- raw -%}"),
      fc.string({ minLength: 1, maxLength: 1, unit: "binary" })
    )
  })
  fc.assert(fc.property(value, value, (one, other) => {
    expect(render("a{{ one }}b{{ other }}c", { one, other })).toEqual(Result.succeed(`a${one}b${other}c`))
  }))
})

it("law: whatever is written, it is read or it is a fault; what is read is filled in when every value is there", () => {
  const piece = fc.constantFrom(
    "{{", "}}", "{%", "%}", "-", " ", "\n", "'", "\"", "|", "code", "if", "endif", "else", "upcase", "default:", "==",
    "(", "[", ".", "raw", "{{ code }}", "{% if code %}", "{% endif %}", "x", "\0", "é"
  )
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    const template = pieces.join("")
    const read = variables(template)
    const known = Object.fromEntries(Result.getOrElse(read, () => []).map((name) => [name, "v"]))
    const filled = render(template, known)
    if (Result.isFailure(read)) expect(filled).toEqual(read)
    else expect(filled).toMatchObject({ _tag: "Success" })
  }), { numRuns: 2_000 })
})

it("SEC-56 no fault repeats a value", () => {
  const secrets = { code: "canary-7351", link: "https://canary.example" }
  for (const template of [
    "{{ code[link] }}", "{{ [code] }}", "{{ code.link }}", "{{ code | nothing }}", "{% if code %}{{ link }}",
    "{{ code }} {{ nobody }}", `{{ code }}${"x".repeat(10_000)}`, "{{ code | upcase }} {% endif %}"
  ]) {
    const result = render(template, secrets)
    expect(result._tag).toBe("Failure")
    expect(JSON.stringify(result)).not.toContain("canary")
  }
})

describe("nothing takes long, or grows large", () => {
  const most = 10_000
  const whole = (unit: string, around: readonly [string, string] = ["", ""]) => {
    const room = most - around[0].length - around[1].length
    return around[0] + unit.repeat(Math.floor(room / unit.length)) + around[1]
  }
  const nested = Math.floor(most / "{% if code %}{% endif %}".length)
  const hostile = [
    ...["{{", "{%", "{{ code", "{{code}}", "{{ code | upcase }}", "{% if code %}", "{% raw %}", " ", "'", "{{'", "}}"]
      .map((unit) => whole(unit)),
    ...[" | upcase", " | default: code", "[", "(", ".a", " ", "a", "'", "|", " |", "\t\n"]
      .map((unit) => whole(unit, ["{{ code", " }}"])),
    ...[" and code", " or code == 'x'", " contains code", " ", "a", " and", "==", "'\""]
      .map((unit) => whole(unit, ["{% if code", " %}x{% endif %}"])),
    "{% if code %}".repeat(nested) + "{% endif %}".repeat(nested)
  ]

  it.each(hostile.map((template) => [template.slice(0, 30), template] as const))(
    "10,000 characters of %j", (_name, template) => {
      const startedMillis = performance.now()
      render(template, { code: "x".repeat(1_000), codea: "" })
      expect(performance.now() - startedMillis).toBeLessThan(2_000)
    }
  )

  it("a template of 10,000 characters is read, and of one more is not", () => {
    expect(variables("x".repeat(most))).toEqual(Result.succeed([]))
    expect(faultOf(variables("x".repeat(most + 1)))).toEqual({ message: "the template has more than 10000 characters" })
  })

  it("a value that is put in a thousand times must be small", () => {
    const template = "{{code}}".repeat(1_000)
    expect(render(template, { code: "x".repeat(100) })).toEqual(Result.succeed("x".repeat(100_000)))
    expect(faultOf(render(template, { code: "x".repeat(100_000) })))
      .toEqual({ message: "the filled template would be too large" })
  })

  it("a long value goes through a few filters, and not through a thousand", () => {
    const chain = (length: number) => `{{ code${" | upcase".repeat(length)} }}`
    const code = "x".repeat(10_000)
    expect(render(chain(5), { code })).toEqual(Result.succeed("X".repeat(10_000)))
    expect(faultOf(render(chain(1_000), { code })))
      .toEqual({ message: "the template takes too long, or grows too large" })
  })
})

it("one template leaves nothing behind for the next", () => {
  const told = () => [render("{% if code %}{{ code }}{% endif %}", values), render("{{ firstName }}", values)]
  const before = told()
  for (const template of ["{% if code %}", "{% raw %}", "{{ 'a", "{{ nobody }}"]) render(template, values)
  expect(told()).toEqual(before)
})

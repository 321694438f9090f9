/** The layout of a notice: what hostile values cannot do, and that text and HTML always say the same. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fillIn, harmless, htmlOf, oneLine, tidy } from "./layout.ts"

const link = "https://portal.example.org/c/Zk9?a=1&b=2"

/** What a reader of the HTML sees: tags gone, entities read, and spaces as browsers show them. */
const seen = (html: string): string =>
  (/<body[^>]*>\n([^]*)\n<\/body>/.exec(html)?.[1] ?? "")
    .replaceAll(/<\/p>\n<p[^>]*>/g, "\u0001").replaceAll(/<br>\n/g, "\u0002").replaceAll(/<[^>]*>/g, "")
    .replaceAll(/[ \t\n\f\r]+/g, " ").replaceAll("\u0001", "\n\n").replaceAll("\u0002", "\n")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", "\"").replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

const hostile = fc.string({
  maxLength: 60,
  unit: fc.oneof(
    fc.constantFrom(
      "\r", "\n", "\n\n", "\0", "\t", " ", "<", ">", "&", "\"", "'", "&lt;", "&amp;", "<br>", "</p>", "<script>", link,
      "\u2028", "\u202e", "\ud800", "\u00a0", "é", "{{ code }}", "$&"
    ),
    fc.string({ minLength: 1, maxLength: 1, unit: "binary" })
  )
})

it("law: text and HTML say the same, whatever is said", () => {
  fc.assert(fc.property(hostile, hostile, (subject, said) => {
    const text = tidy(said)
    expect(seen(htmlOf(oneLine(subject), text, "fr", link))).toBe(text)
  }), { examples: [["", "a\r\n\r\n\r\nb\u2028<b>&amp;</b>"], ["", ""], ["", " \n "]], numRuns: 500 })
})

it("law: HTML holds our own tags and no other, and asks nothing of anybody", () => {
  const ours = /^<(\/?(html|head|body|title|p|a)|!doctype|meta|br)\b/
  fc.assert(fc.property(hostile, hostile, (subject, said) => {
    const html = htmlOf(oneLine(subject), tidy(said), "en", link)
    for (const [tag] of html.matchAll(/<[^>]*>?/g)) {
      expect(tag).toMatch(ours)
      expect(tag).not.toMatch(/\bsrc|url\(|\bon[a-z]+=|@import|background/)
      if (tag.startsWith("<a")) expect(tag).toContain(`href="${link.replace("&", "&amp;")}"`)
    }
  }))
})

it("the link that was given can be clicked, wherever it stands; no other can", () => {
  const html = htmlOf("x", `see ${link}\nand ${link}, not https://elsewhere.example`, "fr", link)
  expect(html.match(/<a href="https:\/\/portal[.]example[.]org\/c\/Zk9[?]a=1&amp;b=2"/g)).toHaveLength(2)
  expect(html.match(/<a /g)).toHaveLength(2)
  expect(htmlOf("x", `see ${link}`, "fr", undefined)).not.toContain("<a ")
})

it.each([
  "javascript:alert(1)", "data:text/html,x", "https://a b", "https://a\"onclick=x", "//elsewhere", "", "ftp://a"
])("what leads elsewhere than to the web is text: %j", (other) => {
  expect(htmlOf("x", `see ${other} here`, "fr", other)).not.toContain("<a ")
})

it("SEC-53 law: a value and a subject are one line, of characters that a letter can hold", () => {
  fc.assert(fc.property(hostile, (name) => {
    const { firstName = "" } = harmless({ firstName: name }, ["firstName"])
    for (const line of [firstName, oneLine(name)]) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]| {2}|^ | $/u)
    }
    expect(oneLine(firstName)).toBe(firstName)
    expect(tidy(firstName)).toBe(firstName)
  }))
})

describe("SEC-53 values", () => {
  it("a name that would add a header or turn the line adds nothing", () => {
    expect(harmless({ firstName: "Ada\r\nBcc: eve@example.org\0\u202egpj" }, ["firstName"]))
      .toEqual({ firstName: "Ada Bcc: eve@example.org gpj" })
  })

  it("only what is declared is taken, and what every object has is nothing", () => {
    expect(harmless({ code: "1", password: "secret" }, ["code", "constructor"])).toEqual({ code: "1", constructor: "" })
  })

  it("a name that goes on is cut between characters; a link and a code are whole", () => {
    const { firstName = "", link: kept = "", mail = "" } = harmless({
      firstName: "\u{1f511}".repeat(100_000), link: `https://a/${"x".repeat(3_000)}`, mail: "m".repeat(254)
    }, ["firstName", "link", "mail"])
    expect(firstName).toBe(`${"\u{1f511}".repeat(253)}…`)
    expect([kept.length, mail.length]).toEqual([3_010, 254])
  })

  it("what a value holds is not read as a wording", () => {
    expect(fillIn("{{ firstName }}, {{ code }}", { firstName: "{{ code }} $& $1", code: "1" }))
      .toBe("{{ code }} $& $1, 1")
  })
})

it.each(["\n", " ", "\r", "\t", " \n", "\0", "\u2028", "\u202e", "\ud800", "<", "a\n\n"])(
  "a megabyte of %j is laid out in a moment", (unit) => {
    const startedMillis = performance.now()
    htmlOf("x", tidy(unit.repeat(1_000_000 / unit.length)), "fr", link)
    expect(performance.now() - startedMillis).toBeLessThan(2_000)
  }
)

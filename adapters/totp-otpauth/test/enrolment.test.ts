/** What an app scans: a URI that says what was asked, whatever the names hold, and the same as two pictures. */
import { make } from "@intendant/totp-otpauth"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import * as QrCode from "qrcode"
import { expect, it } from "vitest"
import { type Modules, modulesOfSvg, readPng } from "./picture.ts"

const { enrolment } = make()
const secret = Redacted.make("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
const enrol = (issuer: string, holder: string) => Effect.runPromise(enrolment(secret, issuer, holder))
const uriOf = async (issuer: string, holder: string) => Redacted.value((await enrol(issuer, holder)).uri)

/** The URI as an app takes it apart: the label's first plain colon stands between the two names. */
const read = (uri: string) => {
  const { protocol, host, pathname, searchParams } = new URL(uri)
  const [issuer = "", holder = "", ...more] = pathname.slice(1).split(":").map(decodeURIComponent)
  return { protocol, host, issuer, holder, more, parameters: Object.fromEntries(searchParams) }
}
const standing = {
  protocol: "otpauth:", host: "totp", more: [] as ReadonlyArray<string>,
  parameters: { secret: Redacted.value(secret), algorithm: "SHA1", digits: "6", period: "30" }
}
const expected = (issuer: string, holder: string) =>
  ({ ...standing, issuer, holder, parameters: { ...standing.parameters, issuer } })

it("AUT-3 the URI names the portal, the person, the secret and how codes are made", async () => {
  expect(await uriOf("Acme", "ada@example.org")).toBe(
    "otpauth://totp/Acme:ada%40example.org?issuer=Acme&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    + "&algorithm=SHA1&digits=6&period=30"
  )
})

it.each([
  ["Société & Fils", "élodie@société.fr"], ["Acme: Backup", "acme>cave>nas 1"],
  ["A/B?c=d#e", "ada&secret=AAAA&issuer=Mallory"], ["100 %", "%3A:%20+"], ["\u{1f511}\u0000\n", "\"'<b>\\"],
  ["Acme", ""]
])("AUT-3 nothing in the names %s and %s is taken for anything else", async (issuer, holder) => {
  const uri = await uriOf(issuer, holder)
  expect(uri).toMatch(/^[\x21-\x7e]+$/)
  expect(read(uri)).toEqual(expected(issuer, holder))
})

it("AUT-3 any names come back from the URI as they went in", () =>
  fc.assert(fc.asyncProperty(
    fc.string({ unit: "binary", minLength: 1, maxLength: 25 }), fc.string({ unit: "binary", maxLength: 50 }),
    async (issuer, holder) => {
      expect(read(await uriOf(issuer, holder))).toEqual(expected(issuer, holder))
    }
  ), { numRuns: 20 }))

it("AUT-3 half a character, which no URI can hold, is shown as such", async () => {
  expect(read(await uriOf("a\ud800", "\udc00b"))).toEqual(expected("a\ufffd", "\ufffdb"))
})

it("AUT-3 of the longest names the end is shown, and the picture still holds it all", async () => {
  const { uri, svg } = await enrol("\u{1f511}".repeat(256), `${"é".repeat(504)}>nas`)
  const { issuer, holder, parameters } = read(Redacted.value(uri))
  expect([issuer, parameters["issuer"]]).toEqual([`…${"\u{1f511}".repeat(24)}`, issuer])
  expect(holder).toBe(`…${"é".repeat(247)}>nas`)
  expect(modulesOfSvg(Redacted.value(svg)).length).toBeGreaterThan(150)
})

/** The modules of a QR code with the white around them that a camera needs. */
const framed = (uri: string): Modules => {
  const { size, data } = QrCode.create(uri).modules
  const at = (row: number, column: number) =>
    Math.min(row, column) >= 0 && Math.max(row, column) < size && data[row * size + column] === 1
  return Array.from({ length: size + 8 }, (_, row) =>
    Array.from({ length: size + 8 }, (_, column) => at(row - 4, column - 4)))
}

it.each([["Acme", "ada@example.org"], ["Société & Fils", `${"é".repeat(200)}>nas`]])(
  "AUT-3 both pictures are the QR code of the URI, for %s and %s", async (issuer, holder) => {
    const { uri, svg, png } = await enrol(issuer, holder)
    const modules = framed(Redacted.value(uri))
    expect(modulesOfSvg(Redacted.value(svg))).toEqual(modules)
    const picture = readPng(Redacted.value(png), 4)
    expect([picture.width, picture.height]).toEqual([4 * modules.length, 4 * modules.length])
    expect([picture.isEven, [...picture.colours].sort()]).toEqual([true, [0xff, 0xffff_ffff]])
    expect(picture.modules).toEqual(modules)
  }
)

it("SEC-56 nothing of an enrolment is printed", async () => {
  const whole = await enrol("Acme", "ada")
  const printed = `${JSON.stringify(whole)}${Object.values(whole).map(String).join()}`
  expect(printed).not.toMatch(/GEZD|otpauth|svg>|PNG/)
})

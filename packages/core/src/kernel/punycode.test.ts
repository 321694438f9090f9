/** Punycode: the samples of its standard, and there and back again. */
import * as fc from "fast-check"
import { domainToASCII } from "node:url"
import { expect, it } from "vitest"
import { decodePunycode, encodePunycode } from "./punycode.ts"

const samples = [
  ["bücher", "bcher-kva"],
  ["münchen", "mnchen-3ya"],
  ["société", "socit-esab"],
  ["例え", "r8jz45g"],
  ["пример", "e1afmkfd"],
  ["ü", "tda"],
  ["日本語", "wgv71a119e"],
  ["a", "a-"],
  ["-é", "--bga"],
  ["😀", "e28h"]
] as const

it.each(samples)("%s is written %s, and read back", (label, text) => {
  expect(encodePunycode(label)).toBe(text)
  expect(decodePunycode(text)).toBe(label)
})

it.each([
  ["é", "a raw letter outside ASCII"],
  ["é-kva", "a raw letter before the hyphen"],
  ["bcher-kv!", "a character that is no digit"],
  ["bcher-k", "a number cut short"],
  ["99999999", "a number beyond any label"],
  ["a-99999999a", "a number beyond any label, after ASCII"],
  ["ib9b", "a surrogate"],
  ["BCHER-KVA", "upper-case digits"]
])("%s is no label: %s", (text) => {
  expect(decodePunycode(text)).toBeUndefined()
})

it("law: what is written is read back, whatever it was", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), (label) => {
    const scalars = label.toWellFormed()
    expect(decodePunycode(encodePunycode(scalars))).toBe(scalars)
  }))
})

it("law: lower-case words are written as the platform writes them", () => {
  const letter = fc.constantFrom(..."abcxyz0189éèüßçøñđłжщя例えδσ中文")
  fc.assert(fc.property(fc.string({ unit: letter, minLength: 1, maxLength: 12 }), (label) => {
    const isAscii = /^[a-z0-9]+$/.test(label)
    expect(domainToASCII(`${label}.fr`)).toBe(isAscii ? `${label}.fr` : `xn--${encodePunycode(label)}.fr`)
  }))
})

it("law: reading never throws, and what is read can be written", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."abyz019-"), maxLength: 63 }), (text) => {
    const label = decodePunycode(text)
    expect(label === undefined ? undefined : decodePunycode(encodePunycode(label))).toBe(label)
  }))
})

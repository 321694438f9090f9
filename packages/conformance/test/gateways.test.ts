/** The suites of gateways are tested here: the honest keep every promise, and each promise catches its mutant. */
import { mailerSuite, texterSuite } from "@intendant/conformance"
import { describe, expect, it } from "vitest"
import {
  mailerMutants, openHonestMailer, openHonestTexter, promisesOfMailer, promisesOfTexter, texterMutants, tryGateways
} from "./mutants/gateways.ts"

const verdicts = await tryGateways()

it("every promise of a gateway has a mutant, and every mutant a promise", () => {
  const promises = [
    ...promisesOfMailer(async (millis) => openHonestMailer(millis)).keys(),
    ...promisesOfTexter(async (millis) => openHonestTexter(millis)).keys()
  ]
  expect([...Object.keys(mailerMutants), ...Object.keys(texterMutants)].toSorted()).toEqual(promises.toSorted())
})

it.each(verdicts)("$promise catches the adapter that $breaks", ({ caughtBy }) => {
  expect(caughtBy).toBeDefined()
  expect(caughtBy).not.toMatch(/^(Type|Reference|Range|Syntax)Error/)
})

describe("an honest gateway", () => {
  mailerSuite(it, async (millis) => openHonestMailer(millis))
  texterSuite(it, async (millis) => openHonestTexter(millis), { has: true })
})

/** The suites are tested here: every promise has a mutant, and catches it. */
import { expect, it } from "vitest"
import { checkThenAct } from "./mutants/ledger.ts"
import { honest, mutant } from "./mutants/mutation.ts"
import { faultOf, mutants, promisesOf, tryAll } from "./mutants/trial.ts"

const verdicts = await tryAll()

it("every promise has a mutant, and every mutant a promise", () => {
  expect(Object.keys(mutants).toSorted()).toEqual([...promisesOf(honest).keys()].toSorted())
})

it.each(verdicts)("$promise catches the adapter that $breaks", ({ caughtBy }) => {
  expect(caughtBy).toBeDefined()
  expect(caughtBy).not.toMatch(/^(Type|Reference|Range|Syntax)Error/)
})

it("a ledger that is right one step at a time is still broken by a race", async () => {
  const racing = mutant("looks, then acts", "ledger", (port) => ({ take: checkThenAct(port.take, port) }))
  const promises = promisesOf(() => racing.mutate(honest()))
  const faults = await Promise.all(["Q-4", "Q-11", "Q-14"].map((promise) => faultOf(promises.get(promise))))
  expect(faults).toEqual([undefined, undefined, expect.stringContaining("taken")])
})

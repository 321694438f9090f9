/** Sets a broken adapter on every promise, and prints which were caught. Fails when one was missed. */
import { tryGateways } from "../packages/conformance/test/mutants/gateways.ts"
import { tryAll } from "../packages/conformance/test/mutants/trial.ts"

const verdicts = [...await tryAll(), ...await tryGateways()]
for (const { promise, breaks, caughtBy } of verdicts) {
  const verdict = breaks === undefined ? "has no mutant" : caughtBy === undefined ? "MISSED" : "caught"
  console.log(`${promise.padEnd(5)} ${verdict.padEnd(7)} an adapter that ${breaks ?? "nobody wrote"}`)
}

const caught = verdicts.filter(({ caughtBy }) => caughtBy !== undefined).length
console.log(`${caught} of ${verdicts.length} mutants caught`)
if (caught < verdicts.length) process.exitCode = 1

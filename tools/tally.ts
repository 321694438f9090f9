/** Adds up test reports, and what failed elsewhere, to one line: "N passed, N failed". A missing report has failed. */
import { existsSync, readFileSync } from "node:fs"

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: ReadonlyArray<{ readonly status: string; readonly assertionResults: ReadonlyArray<unknown> }>
}

interface Tally {
  readonly passed: number
  readonly failed: number
}

/** A test file that broke before its first test counts as one that failed. */
const tally = (file: string): Tally => {
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults }: Report = JSON.parse(readFileSync(file, "utf8"))
  const broken = testResults.filter((one) => one.status === "failed" && one.assertionResults.length === 0)
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

const [elsewhere, ...reports] = process.argv.slice(2)
const tallies = reports.map(tally)
const passed = tallies.reduce((sum, one) => sum + one.passed, 0)
const failed = tallies.reduce((sum, one) => sum + one.failed, Number(elsewhere))
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1

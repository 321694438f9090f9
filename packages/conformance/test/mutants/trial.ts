/** Who tests the tests? Each mutant breaks one promise, and that very promise must say so. */
import { type Opened, storageSuite } from "@intendant/conformance"
import { accountListsMutants } from "./account-lists.ts"
import { dueMutants } from "./due.ts"
import { ledgerMutants } from "./ledger.ts"
import { honest, type Mutants } from "./mutation.ts"
import { recordsMutants } from "./records.ts"
import { screensMutants } from "./screens.ts"
import { secretsMutants } from "./secrets.ts"
import { peopleMutants } from "./people.ts"
import { userListsMutants } from "./user-lists.ts"

export const mutants: Mutants = {
  ...recordsMutants, ...accountListsMutants, ...userListsMutants, ...peopleMutants, ...ledgerMutants,
  ...secretsMutants, ...screensMutants, ...dueMutants
}

/** What became of one promise: the mutant that was set on it, and by which words it was caught. */
export interface Verdict {
  readonly promise: string
  /** None where nobody wrote a mutant. */
  readonly breaks?: string
  /** None where the mutant was missed. */
  readonly caughtBy?: string
}

type Body = () => Promise<void>
const numberOf = (text: string): string => text.split(" ", 1)[0] ?? text

/** Every promise by its number, told to whatever storage is opened. */
export const promisesOf = (open: () => Opened): ReadonlyMap<string, Body> => {
  const bodies = new Map<string, Body>()
  storageSuite((text, body) => bodies.set(numberOf(text), body), async () => open())
  return bodies
}

/** Why a promise is broken, or nothing when it is kept. */
export const faultOf = async (body: Body | undefined): Promise<string | undefined> =>
  body === undefined ? undefined : body().then(() => undefined,
    (fault: unknown) => fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault))

/** Sets each mutant on the promise that it breaks. */
export const tryAll = async (): Promise<ReadonlyArray<Verdict>> => {
  const verdicts: Array<Verdict> = []
  for (const promise of promisesOf(honest).keys()) {
    const mutant = mutants[promise]
    if (mutant === undefined) {
      verdicts.push({ promise })
      continue
    }
    const fault = await faultOf(promisesOf(() => mutant.mutate(honest())).get(promise))
    verdicts.push({ promise, breaks: mutant.breaks, ...(fault === undefined ? {} : { caughtBy: fault }) })
  }
  return verdicts
}

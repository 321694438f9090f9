/** Waiting for a file that somebody else holds, without holding up the loop of this process. */
import { setTimeout as sleep } from "node:timers/promises"
import type { Connection } from "./driver.ts"

/** Does something again until nobody stands in its way, or the time is up; then it fails with the last reason. */
export type Patiently = <Answer>(action: () => Answer) => Promise<Answer>

const pauseMillisMax = 16

export const patience = (connection: Pick<Connection, "isBusy">, waitMillis: number): Patiently => async (action) => {
  const endMillis = performance.now() + waitMillis
  for (let pauseMillis = 1;; pauseMillis = Math.min(pauseMillis * 2, pauseMillisMax)) {
    try {
      return action()
    } catch (cause) {
      if (!connection.isBusy(cause) || performance.now() >= endMillis) throw cause
    }
    // Of several that wait, no two come back in step.
    await sleep(pauseMillis * (0.5 + Math.random()))
  }
}

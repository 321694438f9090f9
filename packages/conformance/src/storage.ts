/** Everything that a storage which serves all ports must keep. */
import { accountListsSuite } from "./account-lists.ts"
import { activitySuite } from "./activity.ts"
import { dueSuite } from "./due.ts"
import { ledgerRacesSuite } from "./ledger-races.ts"
import { ledgerSuite as ledgerStepsSuite } from "./ledger.ts"
import { oneTimeSuite } from "./one-time.ts"
import { type Suite, suites } from "./promise.ts"
import { recordsLawSuite } from "./records-law.ts"
import { recordsRacesSuite } from "./records-races.ts"
import { wholePlansSuite } from "./records-whole.ts"
import { recordsSuite as recordsOneByOneSuite } from "./records.ts"
import { resourceListsSuite } from "./resource-lists.ts"
import { screensSuite } from "./screens.ts"
import { sessionsSuite } from "./sessions.ts"
import { throttleSuite } from "./throttle.ts"
import { userListsSuite } from "./user-lists.ts"

/** Everything that `Records` promises. */
export const recordsSuite: Suite = suites([recordsOneByOneSuite, wholePlansSuite, recordsRacesSuite, recordsLawSuite])

/** Everything that `Ledger` promises. */
export const ledgerSuite: Suite = suites([ledgerStepsSuite, ledgerRacesSuite])

/**
 * The promises of every port. One line proves an adapter.
 *
 * @example storageSuite(it, open)
 */
export const storageSuite: Suite = suites([
  recordsSuite, accountListsSuite, userListsSuite, resourceListsSuite, activitySuite, ledgerSuite, throttleSuite,
  oneTimeSuite, sessionsSuite, screensSuite, dueSuite
])

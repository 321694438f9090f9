/** What a portal is built on, besides its blueprint. */
import type { AccountData } from "../account/index.ts"
import type { StrengthMeter } from "../credential/index.ts"
import type { Secrets } from "../kernel/secrets.ts"
import type { Storage } from "./storage.ts"

export interface Ports extends Storage {
  readonly secrets: Secrets["Service"]
  /** Where the accounts' data lies; without it only their sealed data keys are destroyed. */
  readonly accountData?: AccountData["Service"]
  /** Estimates passwords; without it advice says only which policies they are compatible with. */
  readonly strength?: StrengthMeter["Service"]
}

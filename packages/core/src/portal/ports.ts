/** What a portal is built on, besides its blueprint. */
import type { AccountData } from "../account/index.ts"
import type { Authenticator, StrengthMeter } from "../credential/index.ts"
import type { Secrets } from "../kernel/secrets.ts"
import type { Mailer, Templates, Texter } from "../notice/index.ts"
import type { Storage } from "./storage.ts"

export interface Ports extends Storage {
  readonly secrets: Secrets["Service"]
  /** Where the accounts' data lies; without it only their sealed data keys are destroyed. */
  readonly accountData?: AccountData["Service"]
  /** Estimates passwords; without it advice says only which policies they are compatible with. */
  readonly strength?: StrengthMeter["Service"]
  /** Checks the codes of authenticator apps; without it nobody can enrol one. */
  readonly authenticator?: Authenticator["Service"]
  /**
   * How long whoever was recognised by a session is taken for who they were, in milliseconds, up to 1000; without it
   * the storage is asked each time. What ends sessions in this process ends them at once all the same; what another
   * process ended is noticed after so long at the latest.
   */
  readonly rememberedMillis?: number
  /** How people are told; without it what they are to be told waits in the journal. */
  readonly gateways?: Gateways
}

/** How messages leave, and where their links lead. */
export interface Gateways {
  readonly mailer: Mailer["Service"]
  /** Without it codes come by mail, and nobody is offered text messages. */
  readonly texter?: Texter["Service"]
  readonly templates: Templates["Service"]
  /** The portal's own address, as `https://portal.example`: what follows in a link is said by the library. */
  readonly portalUrl: string
}

/** What a scenario is, and the world in which it happens: a portal of its own, who works there, and the time. */
import type { Line, Notice, Portals, Storage } from "@intendant/core"
import type { Desk, Intendant, PeopleDoor } from "@intendant/core/promises"
import type { ScenarioClock } from "./clock.ts"

/** A blueprint as it is written. */
export type BlueprintJson = typeof Portals.Blueprint.Encoded

/** The portals that have scenarios. */
export type PortalName = "backup-accounts" | "backup-accounts-classic" | "secure-workspace"

/** The ways into a portal as they are reached from outside, whatever lies between. */
export type Front = Pick<Intendant, "signIn" | "signOut" | "as" | "advise" | "close"> & PeopleDoor

/** What was destroyed, and the means to hold it up. */
export interface DestroyedData {
  /** The ids of the accounts whose data the portal had destroyed. */
  readonly accountIds: () => ReadonlyArray<string>
  /** From here on the data cannot be reached, or can again. */
  readonly setReachable: (isReachable: boolean) => void
}

/** What is really kept, beside what the portal tells. */
export interface Kept {
  /** Every line of the journal about an account, oldest first. */
  readonly accountLines: (path: string) => Promise<ReadonlyArray<Line>>
  /** Every line of the journal about room at a node, oldest first. */
  readonly quotaLines: (node: string) => Promise<ReadonlyArray<Line>>
  /** The whole journal, as text. */
  readonly journal: () => Promise<string>
  /** The state of a record as it is written, or nothing. */
  readonly record: (concept: string, id: string) => Promise<unknown>
}

/** The mail and the telephones of everybody, and the means to stop what delivers to them. */
export interface Post {
  /** Tells people what they have not been told yet, and gives all that has arrived, the oldest first. */
  readonly letters: () => Promise<ReadonlyArray<Notice.Letter>>
  readonly texts: () => Promise<ReadonlyArray<Notice.TextMessage>>
  /** From here on nothing is delivered, or everything is again. */
  readonly setDelivering: (isDelivering: boolean) => void
}

/** A portal with nobody in it but the operator and the support desk. */
export interface World extends Omit<Front, "close"> {
  readonly operator: Desk
  readonly support: Desk
  readonly clock: ScenarioClock
  /** A round of the worker. */
  readonly work: () => Promise<Portals.Round>
  readonly kept: Kept
  readonly data: DestroyedData
  readonly post: Post
}

/** One rule of the catalogue, as something that happens. */
export interface Scenario {
  /** The number of the rule in the catalogue of requirements. */
  readonly id: string
  /** The rule, or the part of it that is shown, in our own words. */
  readonly title: string
  readonly blueprint: PortalName
  /** The parameters that this scenario sets otherwise than its blueprint. */
  readonly parameters?: Partial<BlueprintJson>
  readonly run: (world: World) => Promise<void>
}

/** What a world is built on. The storage must be empty, and is not closed with the world. */
export interface Ground {
  readonly storage: Storage
  readonly secrets: Portals.Ports["secrets"]
  readonly strength: NonNullable<Portals.Ports["strength"]>
  readonly authenticator: NonNullable<Portals.Ports["authenticator"]>
  readonly templates: Notice.Templates["Service"]
}


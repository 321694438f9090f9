/** What can be asked about many people at once, about resources, and about who may do what. */
import type { Answer, OrderOptions } from "./desk.ts"
import type { PageRequest } from "./kernel/page.ts"
import type { Grant } from "./kernel/permit.ts"
import type * as Resource from "./resource/index.ts"
import type { ImportFaultTold } from "./told.ts"

/**
 * What became of a file of people, or is to become of one that is only checked: where something is wrong with it, which
 * line and column, and why.
 */
export interface ImportedJson {
  readonly people: number
  readonly created: number
  readonly blocked: number
  readonly present: number
  readonly faultsTotal: number
  readonly faults: ReadonlyArray<typeof ImportFaultTold.Encoded>
}

export type NodeJson = typeof Resource.Node.Encoded
export interface NodesJson {
  readonly items: ReadonlyArray<NodeJson>
  readonly next?: string
}

/** Why somebody may: by this grant, which comes from this place. */
export interface AllowedJson {
  readonly grant: typeof Grant.Encoded
  readonly through?: string
}
export interface WhoMayJson {
  readonly items: ReadonlyArray<AllowedJson & { readonly userId: string }>
  readonly next?: string
}
export interface OnWhatJson {
  readonly items: ReadonlyArray<AllowedJson & { readonly place: string }>
  readonly next?: string
}

/** What is said with a file: whether it is only checked, and why it is sent. */
export interface ImportAsked {
  readonly dryRun?: boolean
  readonly reason?: string
}

export interface AccessDesk {
  /** Rows of last name, first name, mail and language: all of them are created, or none, and why. */
  readonly importUsers: (
    enterprise: string, rows: ReadonlyArray<ReadonlyArray<string>>, asked?: ImportAsked
  ) => Promise<Answer<ImportedJson>>
  /** Counts so much of something that was done in the portal's own product. */
  readonly reportActivity: (enterprise: string, kind: string, count: number) => Promise<Answer<null>>
  readonly createResource: (wish: unknown, options?: OrderOptions) => Promise<Answer<NodeJson>>
  /** Everything but creating: see `Resource.Command`. */
  readonly submitResource: (command: unknown, options?: OrderOptions) => Promise<Answer<NodeJson>>
  readonly resources: (place: string, page: PageRequest) => Promise<Answer<NodesJson>>
  readonly whoMay: (permission: string, place: string, page: PageRequest) => Promise<Answer<WhoMayJson>>
  readonly onWhat: (
    enterprise: string, userId: string, permission: string, page: PageRequest
  ) => Promise<Answer<OnWhatJson>>
}

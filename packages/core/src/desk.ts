/** What can be asked of a portal without knowing Effect: JSON in, a promise of JSON out. */
import type { AccountView, Refusal } from "./portal/index.ts"
import type * as Policy from "./policy/index.ts"
import type { PageRequest } from "./kernel/page.ts"
import type * as Quota from "./quota/index.ts"

/** What became of a request. `why` is a sentence for people; the refusal is for programs. Neither holds a secret. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
    readonly ok: false
    readonly refusal: typeof Refusal.Encoded
    readonly why: { readonly en: string; readonly fr: string }
  }

export type AccountViewJson = typeof AccountView.Encoded
export type PageJson = { readonly items: ReadonlyArray<AccountViewJson>; readonly next?: string }
export type UsageJson = typeof Quota.Usage.Encoded
export type ResolvedJson = typeof Policy.Resolved.Encoded

/** What can be said with an order: why it is given, and the key under which it may be sent again. */
export interface OrderOptions {
  readonly reason?: string
  readonly idempotencyKey?: string
}

/** Where someone who is signed in gives orders and asks questions. Every one is judged by the grants they have then. */
export interface Desk {
  readonly submit: (command: unknown, options?: OrderOptions) => Promise<Answer<AccountViewJson>>
  readonly submitAll: (
    commands: ReadonlyArray<unknown>, options?: Pick<OrderOptions, "reason">
  ) => Promise<Answer<ReadonlyArray<Answer<AccountViewJson>>>>
  readonly submitPolicy: (command: unknown, options?: OrderOptions) => Promise<Answer<typeof Policy.Policy.Encoded>>
  readonly account: (path: string) => Promise<Answer<AccountViewJson>>
  readonly browse: (below: string | undefined, page: PageRequest) => Promise<Answer<PageJson>>
  readonly browseStatus: (below: string | undefined, status: string, page: PageRequest) => Promise<Answer<PageJson>>
  readonly settings: (path: string) => Promise<Answer<ReadonlyArray<ResolvedJson>>>
  readonly usage: (path: string, resource: string) => Promise<Answer<UsageJson>>
  readonly heaviest: (path: string, resource: string, limit: number) => Promise<Answer<ReadonlyArray<UsageJson>>>
  readonly reserve: (asked: unknown) => Promise<Answer<null>>
  readonly commit: (reservationId: string) => Promise<Answer<null>>
  readonly release: (reservationId: string) => Promise<Answer<null>>
  readonly issueToken: (
    wish: unknown, options?: Pick<OrderOptions, "idempotencyKey">
  ) => Promise<Answer<{ readonly tokenId: string; readonly token?: string }>>
  readonly revokeToken: (tokenId: string) => Promise<Answer<null>>
  readonly explain: (permission: string, path: string) => Promise<Answer<unknown>>
  /** Who is signed in: the active account, or the role. */
  readonly whoAmI: () => Promise<Answer<{ readonly name: string; readonly account?: AccountViewJson }>>
}

/** What can be asked of a portal without knowing Effect: JSON in, a promise of JSON out. */
import type { AccountView, Refusal, UserView } from "./portal/index.ts"
import type * as Policy from "./policy/index.ts"
import type { Level } from "./kernel/level.ts"
import type { PageRequest } from "./kernel/page.ts"
import type * as Quota from "./quota/index.ts"
import type { Explanation } from "./told.ts"

/** What became of a request. `why` is a sentence for people; the refusal is for programs. Neither holds a secret. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
    readonly ok: false
    readonly refusal: typeof Refusal.Encoded
    readonly why: { readonly en: string; readonly fr: string }
  }

export type AccountViewJson = typeof AccountView.Encoded
export type UserViewJson = typeof UserView.Encoded
export type PageJson = { readonly items: ReadonlyArray<AccountViewJson>; readonly next?: string }
export type UsageJson = typeof Quota.Usage.Encoded
export type ExplanationJson = typeof Explanation.Encoded
export type ResolvedJson = typeof Policy.Resolved.Encoded

/** What can be said with an order: why it is given, and the key under which it may be sent again. */
export interface OrderOptions {
  readonly reason?: string
  readonly idempotencyKey?: string
}

/** Who is signed in: an account; a user, and how surely it is they; or a role by its token. */
export interface ActiveJson {
  readonly name: string
  readonly account?: AccountViewJson
  readonly user?: UserViewJson
  readonly level?: Level
}

/** What is asked about accounts, their room and their tokens; and by anyone, of themselves. */
export interface AccountDesk {
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
  readonly explain: (permission: string, path: string) => Promise<Answer<ExplanationJson>>
  readonly whoAmI: () => Promise<Answer<ActiveJson>>
}

/** What a bench asks of the implementation it measures. The peers need nothing of it. */
import type pg from "pg"

/** Room is reserved in a leaf and in all that stand above it, with a row per reservation. */
export interface LedgerSubject {
  /** Reserves one unit in the leaf of this path. `id` is new each time. Fails if it is refused. */
  readonly reserve: (path: string, id: string) => Promise<unknown>
  readonly close: () => Promise<unknown>
}

/** Orders are carried out as in production: permitted, decided, journaled. */
export interface CommandsSubject {
  /** Disables or enables the account; it is enabled at first, and each order changes it. */
  readonly submit: (path: string, order: "disable" | "enable") => Promise<unknown>
  readonly close: () => Promise<unknown>
}

export interface TreeSubject {
  /** The accounts below a path, by name: fifty of them, after the name given. Answers the names. */
  readonly page: (below: string, after: string | undefined) => Promise<ReadonlyArray<string>>
  /** What a group has taken. */
  readonly usage: (group: string) => Promise<unknown>
  readonly close: () => Promise<unknown>
}

/** The pure rule of one command: an account that is disabled is deleted. Says whether it was accepted. */
export type DecideSubject = () => boolean

/**
 * Each `open` gets an empty database and the names of all accounts, groups before members, and makes its own tables
 * and those accounts. No account has a limit that the bench could reach, but all of them have one.
 */
export interface Subject {
  readonly ledger?: (connection: pg.PoolConfig, paths: ReadonlyArray<string>) => Promise<LedgerSubject>
  readonly commands?: (connection: pg.PoolConfig, paths: ReadonlyArray<string>) => Promise<CommandsSubject>
  readonly tree?: (connection: pg.PoolConfig, paths: ReadonlyArray<string>) => Promise<TreeSubject>
  readonly decide?: DecideSubject
}

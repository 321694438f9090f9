/** The table of accounts as one usually writes it: a row per account, sorted by name, and a journal beside it. */
import type pg from "pg"

const tables = `
  create table account (
    path text collate "C" primary key, version int not null default 1, state jsonb not null,
    used_bytes bigint not null default 1
  ) with (fillfactor = 80);
  create table journal (
    seq bigint generated always as identity primary key, path text collate "C" not null, at timestamptz not null,
    by text not null, reason text not null, command jsonb not null, event jsonb not null
  )
`

const enabled = {
  status: "Enabled", accountId: "7d5f0c1e-8a51-4a0e-9d0b-2f6a5b1c9e44", openedAt: "2026-01-01T00:00:00.000Z", epoch: 0,
  use: "machine", comment: "", policy: null, quota: { storage: 100_000_000_000 }, lease: null
}

/** Creates the tables and these accounts, all of them enabled. */
export const createAccounts = async (client: pg.Client, paths: ReadonlyArray<string>): Promise<void> => {
  await client.query(tables)
  await client.query(
    "insert into account (path, state) select path, $2::jsonb from unnest($1::text[]) path", [paths, enabled]
  )
  await client.query("vacuum analyze account")
}

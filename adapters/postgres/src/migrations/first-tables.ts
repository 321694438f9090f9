/** The tables of the first migration. Every text that is compared is compared byte by byte. */

/** The concepts that got a table each. */
export const firstConcepts = ["account", "policy", "token", "credential"] as const

export const recordTable = `
create table {schema}.{concept} (
  id text collate "C" primary key, version bigint not null check (version > 0), state jsonb not null
) with (fillfactor = 80);
`

/** What the lists ask for is computed from the record itself, so that the two cannot disagree. */
const accountColumns = `
alter table {schema}.account
  add column status_key text collate "C" generated always as ((state ->> '_tag') || ' ' || id) stored,
  add column undo_until text collate "C" generated always as (state ->> 'undoUntil') stored,
  add column erase_from text collate "C" generated always as (state ->> 'eraseFrom') stored,
  add column due_key text collate "C" generated always as ((state ->> 'eraseBy') || ' ' || (state ->> 'path')) stored;
create index account_by_status on {schema}.account (status_key, undo_until);
create index account_undo on {schema}.account (undo_until) where undo_until is not null;
create index account_erase on {schema}.account (erase_from) where erase_from is not null;
create index account_due on {schema}.account (due_key, erase_from) where due_key is not null;
`

const journalTable = `
create table {schema}.journal (
  seq bigserial, xid xid8 not null default pg_current_xact_id(),
  concept text collate "C" not null, id text collate "C" not null,
  by text not null, at text not null, reason text not null, command jsonb not null, grants jsonb not null,
  is_refusal boolean not null, outcome jsonb not null,
  primary key (xid, seq)
);
create index journal_of_record on {schema}.journal (concept, id, seq);
`

const asideTables = `
create table {schema}.answer (
  scope text collate "C", key text collate "C", digest text not null, answer jsonb not null,
  asked_at text collate "C" not null, expires_at text collate "C" not null, primary key (scope, key)
);
create index answer_expiry on {schema}.answer (expires_at);
create table {schema}.due (
  kind text collate "C", id text collate "C", at text collate "C" not null,
  lease uuid, leased_until text collate "C", primary key (kind, id)
);
create index due_at on {schema}.due (kind, at, id);
create table {schema}.throttle (
  key text collate "C" primary key, forgotten_at bigint[] not null, expires_at bigint not null
);
create index throttle_expiry on {schema}.throttle (expires_at);
create table {schema}.one_time (
  subject text collate "C", kind text collate "C", purpose text collate "C", digest text not null,
  expires_at bigint not null, tries_max int not null, tries int not null default 0,
  primary key (subject, kind, purpose)
);
create index one_time_expiry on {schema}.one_time (expires_at);
create table {schema}.session (
  digest text collate "C" primary key, subject text collate "C" not null, place text not null, epoch bigint not null,
  issued_at bigint not null, expires_at bigint not null
);
create index session_of_subject on {schema}.session (subject);
create index session_expiry on {schema}.session (expires_at);
`

/** A root's row is the lock and the version of everything that is counted at and below it. */
const ledgerTables = `
create table {schema}.ledger_root (
  root text collate "C" primary key, version bigint not null
) with (fillfactor = 50);
create table {schema}.ledger_counter (
  node text collate "C", resource text collate "C", quota_limit jsonb,
  own_held bigint not null, own_reserved bigint not null, group_held bigint not null, group_reserved bigint not null,
  primary key (node, resource)
) with (fillfactor = 50);
create table {schema}.ledger_entry (
  holder text collate "C", id text collate "C", node text collate "C" not null, resource text collate "C" not null,
  amount bigint not null, phase text collate "C" not null, until bigint not null,
  root text collate "C" not null generated always as (split_part(node, '>', 1)) stored,
  primary key (holder, id)
) with (fillfactor = 80);
create index ledger_entry_until on {schema}.ledger_entry (root, until) where phase = 'reserved';
`

export const tables = [
  ...firstConcepts.map((concept) => recordTable.replaceAll("{concept}", concept)),
  accountColumns, journalTable, asideTables, ledgerTables
].join("")

/** Migration 1: records of accounts, policies, tokens and credentials, their journal, and what stands beside them. */
export const foundation = `
create table account (
  id text not null primary key,
  version integer not null check (version > 0),
  state text not null,
  status text generated always as (cast(state ->> '_tag' as text)) virtual,
  undo_until text generated always as (cast(state ->> 'undoUntil' as text)) virtual,
  erase_from text generated always as (cast(state ->> 'eraseFrom' as text)) virtual,
  due_key text generated always as (cast(state ->> 'eraseBy' as text) || ' ' || cast(state ->> 'path' as text)) virtual
) strict, without rowid;
create index account_shown on account (id) where status in ('Enabled', 'Disabled', 'PendingDeletion');
create index account_by_status on account (status, id);
create index account_due on account (due_key) where status = 'PendingDeletion';

create table policy (
  id text not null primary key,
  version integer not null check (version > 0),
  state text not null
) strict, without rowid;

create table token (
  id text not null primary key,
  version integer not null check (version > 0),
  state text not null
) strict, without rowid;

create table credential (
  id text not null primary key,
  version integer not null check (version > 0),
  state text not null
) strict, without rowid;

create table journal (
  seq integer primary key autoincrement,
  concept text not null,
  id text not null,
  by text not null,
  at text not null,
  reason text not null,
  command text not null,
  grants text not null,
  happened text,
  refused text,
  check ((happened is null) <> (refused is null))
) strict;
create index journal_of_record on journal (concept, id, seq);
create trigger journal_is_not_rewritten before update on journal
begin select raise(abort, 'the journal is only ever appended to'); end;
create trigger journal_is_not_shortened before delete on journal
begin select raise(abort, 'the journal is only ever appended to'); end;

create table once (
  scope text not null,
  key text not null,
  digest text not null,
  answer text not null,
  expires_at text not null,
  primary key (scope, key)
) strict;
create index once_expiry on once (expires_at);

create table due (
  kind text not null,
  id text not null,
  at text not null,
  lease text,
  leased_until text,
  primary key (kind, id)
) strict, without rowid;
create index due_next on due (kind, at, id);

create table throttle (
  seq integer primary key,
  key text not null,
  expires_at text
) strict;
create index throttle_of_key on throttle (key, expires_at);
create index throttle_expiry on throttle (expires_at) where expires_at is not null;

create table one_time (
  subject text not null,
  kind text not null,
  purpose text not null,
  digest text not null,
  expires_at text not null,
  tries integer not null,
  tries_max integer not null,
  primary key (subject, kind, purpose)
) strict;
create index one_time_expiry on one_time (expires_at);

create table session (
  digest text not null primary key,
  subject text not null,
  place text not null,
  epoch integer not null,
  issued_at text not null,
  expires_at text not null
) strict;
create index session_of_subject on session (subject);
create index session_expiry on session (expires_at);

create table ledger_counter (
  node text not null,
  resource text not null,
  limit_amount integer,
  limit_mode text check (limit_mode in ('hard', 'soft')),
  limit_thresholds text,
  own_held integer not null check (own_held >= 0),
  own_reserved integer not null check (own_reserved >= 0),
  group_held integer not null check (group_held >= own_held),
  group_reserved integer not null check (group_reserved >= own_reserved),
  primary key (node, resource)
) strict, without rowid;

create table ledger_entry (
  holder text not null,
  id text not null,
  node text not null,
  root text generated always as (iif(instr(node, '>') = 0, node, substr(node, 1, instr(node, '>') - 1))) virtual,
  resource text not null,
  amount integer not null check (amount > 0),
  phase text not null check (phase in ('reserved', 'held', 'released', 'lapsed')),
  until text not null,
  primary key (holder, id)
) strict, without rowid;
create index ledger_entry_at on ledger_entry (node);
create index ledger_entry_lapsing on ledger_entry (root, resource, until) where phase = 'reserved';
`

/** Migration 2: users and all that comes with them, and how surely whoever is signed in was recognised. */

/** What a list is sorted by, as `User.sortValue` says it, with the user's id behind. */
const key = (...parts: ReadonlyArray<string>): string =>
  [...parts, "cast(state ->> '$.userId' as text)"].join(" || char(1) || ")

const lastName = "cast(state ->> '$.sortKeys.lastName' as text)"
const firstName = "cast(state ->> '$.sortKeys.firstName' as text)"

/** Nothing for whoever is in none of the seven statuses. */
const status = `case when state ->> '_tag' in (
    'Locked', 'Suspended', 'PendingApproval', 'CreationBlocked', 'NotFinalised', 'Active', 'Deleted'
  ) and state ->> '$.enterprise' is not null then cast(state ->> '_tag' as text) end`

/** The place of each status in `User.statuses`. */
const rank = `case state ->> '_tag'
    when 'Locked' then '0' when 'Suspended' then '1' when 'PendingApproval' then '2' when 'CreationBlocked' then '3'
    when 'NotFinalised' then '4' when 'Active' then '5' when 'Deleted' then '6' end`

const listColumn = (name: string, value: string): string => `,
  ${name} text generated always as (${value}) virtual`

/** Whoever is in none of the seven statuses is in no list, and so in no index. */
const listIndex = (name: string): string =>
  `create index user_${name} on user (enterprise, status, ${name}) where status is not null;\n`

const columns: Readonly<Record<string, string>> = {
  by_status: key(rank, lastName),
  by_last_name: key(lastName, firstName),
  by_first_name: key(firstName, lastName),
  by_mail: key("cast(state ->> '$.sortKeys.mail' as text)"),
  by_role: key("cast(state ->> '$.role' as text)", lastName),
  by_last_sign_in: key("coalesce(cast(state ->> '$.lastSignInAt' as text), '')")
}

/**
 * How many users of an enterprise are in each status, counted along with every change: to count them anew, the engine
 * would read all of them, and nobody else has a turn meanwhile.
 */
const counted = `
create table user_count (
  enterprise text not null,
  status text not null,
  count integer not null check (count >= 0),
  primary key (enterprise, status)
) strict, without rowid;
create trigger user_is_counted after insert on user when new.status is not null
begin
  insert into user_count (enterprise, status, count) values (new.enterprise, new.status, 1)
  on conflict (enterprise, status) do update set count = count + 1;
end;
create trigger user_is_counted_elsewhere after update on user
when new.status is not old.status or new.enterprise is not old.enterprise
begin
  update user_count set count = count - 1 where enterprise = old.enterprise and status = old.status;
  insert into user_count (enterprise, status, count) select new.enterprise, new.status, 1 where new.status is not null
  on conflict (enterprise, status) do update set count = count + 1;
end;
create trigger user_is_counted_no_more after delete on user
begin
  update user_count set count = count - 1 where enterprise = old.enterprise and status = old.status;
end;
`

const plain = (name: string): string => `
create table ${name} (
  id text not null primary key,
  version integer not null check (version > 0),
  state text not null
) strict, without rowid;
`

export const people = `
create table user (
  id text not null primary key,
  version integer not null check (version > 0),
  state text not null,
  enterprise text generated always as (cast(state ->> '$.enterprise' as text)) virtual,
  status text generated always as (${status}) virtual${
  Object.entries(columns).map(([name, value]) => listColumn(name, value)).join("")}
) strict, without rowid;
${Object.keys(columns).map(listIndex).join("")}${counted}${
  ["contract", "setting", "address", "notice", "resource", "dispatch"].map(plain).join("")}

alter table resource add column place text generated always as (cast(state ->> '$.place' as text)) virtual;
create index resource_place on resource (place) where place is not null;

create table activity (
  enterprise text not null,
  day text not null,
  kind text not null,
  count integer not null check (count >= 0),
  primary key (enterprise, day, kind)
) strict, without rowid;

alter table session add column level integer not null default 1 check (level in (1, 2, 3));
`

/** The second migration: users and what comes with them, and how surely whoever is signed in was recognised. */
import { forgetOld, patienceMillis } from "./first-forgetting.ts"
import { recordTable } from "./first-tables.ts"
import { userColumnOf, type UserColumn } from "./people-keys.ts"

/** The concepts that got a table each. */
export const peopleConcepts = ["contract", "setting", "user", "address", "notice", "resource", "dispatch"] as const

const columns: ReadonlyArray<UserColumn> = [
  "by_status", "by_last_name", "by_first_name", "by_mail", "by_role", "by_last_sign_in"
]

/** What the lists ask for is computed from the record itself, so that the two cannot disagree. */
const userColumn = (column: UserColumn): string => `
alter table {schema}."user" add column ${column} text collate "C" generated always as (${userColumnOf(column)}) stored;
create index user_${column} on {schema}."user" (${column}) where ${column} is not null;
`

const resourcePlace = `
alter table {schema}.resource add column place text collate "C" generated always as (state ->> 'place') stored;
create index resource_place on {schema}.resource (place) where place is not null;
`

const activityTable = `
create table {schema}.activity (
  enterprise text collate "C", day text collate "C", kind text collate "C", count bigint not null check (count >= 0),
  primary key (enterprise, day, kind)
) with (fillfactor = 50);
`

/** Whoever was signed in before was recognised by a password, which is level 1. */
const sessionLevel = `
alter table {schema}.session add column level smallint not null default 1 check (level in (1, 2, 3));
`

const openSession = `
drop function {schema}.session_open(text, text, text, bigint, bigint, bigint);
create function {schema}.session_open(
  digest text, subject text, place text, epoch bigint, level smallint, issued_at bigint, expires_at bigint
) returns void language plpgsql set enable_seqscan = off set jit = off as $function$
#variable_conflict use_column
begin
  insert into {schema}.session (digest, subject, place, epoch, level, issued_at, expires_at)
  values (session_open.digest, session_open.subject, session_open.place, session_open.epoch, session_open.level,
    session_open.issued_at, session_open.expires_at);
${forgetOld("session", `session_open.issued_at - ${patienceMillis}`)}
end
$function$;
`

export const surerSessions = sessionLevel + openSession

export const peopleTables = [
  ...peopleConcepts.map((concept) => recordTable.replaceAll("{concept}", concept)), ...columns.map(userColumn),
  resourcePlace, activityTable
].join("")

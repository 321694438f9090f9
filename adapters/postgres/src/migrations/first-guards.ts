/** The functions that count attempts and keep secrets: each is one statement, so that nobody comes in between. */
import { forgetOld, patienceMillis } from "./first-forgetting.ts"

const attempt = `
create function {schema}.throttle_attempt(asked text, attempts_max int, forget_at bigint, at bigint)
returns table (admitted boolean, attempts int, retry_at bigint)
language plpgsql set enable_seqscan = off set jit = off as $function$
declare
  remembered bigint[];
begin
  loop
    select t.forgotten_at into remembered from {schema}.throttle t where t.key = asked for update;
    exit when found;
    insert into {schema}.throttle (key, forgotten_at, expires_at) values (asked, '{}', at) on conflict do nothing;
  end loop;
  remembered := array(select f from unnest(remembered) f where f > at order by f);
  attempts := cardinality(remembered);
  admitted := attempts < attempts_max;
  if admitted then
    attempts := attempts + 1;
    update {schema}.throttle t
    set forgotten_at = remembered || forget_at, expires_at = greatest(remembered[attempts - 1], forget_at)
    where t.key = asked;
  else
    retry_at := remembered[attempts - attempts_max + 1];
  end if;
${forgetOld("throttle", `at - ${patienceMillis}`)}
  return next;
end
$function$;
`

const redeem = `
create function {schema}.one_time_redeem(
  asked_subject text, asked_kind text, asked_purpose text, told text, at bigint, out redemption text
) language plpgsql set enable_seqscan = off set jit = off as $function$
declare
  secret {schema}.one_time;
begin
  select * into secret from {schema}.one_time t
  where t.subject = asked_subject and t.kind = asked_kind and t.purpose = asked_purpose for update;
  if not found or secret.expires_at <= at or secret.tries >= secret.tries_max then
    redemption := 'gone';
  elsif secret.digest = told then
    delete from {schema}.one_time t
    where t.subject = asked_subject and t.kind = asked_kind and t.purpose = asked_purpose;
    redemption := 'accepted';
  else
    update {schema}.one_time t set tries = t.tries + 1
    where t.subject = asked_subject and t.kind = asked_kind and t.purpose = asked_purpose;
    redemption := 'wrong';
  end if;
${forgetOld("one_time", `at - ${patienceMillis}`)}
end
$function$;
`

const openSession = `
create function {schema}.session_open(
  digest text, subject text, place text, epoch bigint, issued_at bigint, expires_at bigint
) returns void language plpgsql set enable_seqscan = off set jit = off as $function$
#variable_conflict use_column
begin
  insert into {schema}.session (digest, subject, place, epoch, issued_at, expires_at)
  values (session_open.digest, session_open.subject, session_open.place, session_open.epoch, session_open.issued_at,
    session_open.expires_at);
${forgetOld("session", `session_open.issued_at - ${patienceMillis}`)}
end
$function$;
`

export const guardFunctions = [attempt, redeem, openSession].join("")

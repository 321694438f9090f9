/** The functions that count attempts and use secrets up: each is one statement, so that nobody comes in between. */

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
    insert into {schema}.throttle (key, forgotten_at) values (asked, '{}') on conflict do nothing;
  end loop;
  remembered := array(select f from unnest(remembered) f where f > at order by f);
  attempts := cardinality(remembered);
  admitted := attempts < attempts_max;
  if admitted then
    attempts := attempts + 1;
    update {schema}.throttle t set forgotten_at = remembered || forget_at where t.key = asked;
  else
    retry_at := remembered[attempts - attempts_max + 1];
  end if;
  return next;
end
$function$;
`

const redeem = `
create function {schema}.one_time_redeem(
  asked_subject text, asked_kind text, asked_purpose text, told text, at bigint
) returns text language plpgsql set enable_seqscan = off set jit = off as $function$
declare
  secret {schema}.one_time;
begin
  select * into secret from {schema}.one_time t
  where t.subject = asked_subject and t.kind = asked_kind and t.purpose = asked_purpose for update;
  if not found or secret.expires_at <= at or secret.tries >= secret.tries_max then
    return 'gone';
  end if;
  if secret.digest = told then
    delete from {schema}.one_time t
    where t.subject = asked_subject and t.kind = asked_kind and t.purpose = asked_purpose;
    return 'accepted';
  end if;
  update {schema}.one_time t set tries = t.tries + 1
  where t.subject = asked_subject and t.kind = asked_kind and t.purpose = asked_purpose;
  return 'wrong';
end
$function$;
`

export const guardFunctions = [attempt, redeem].join("")

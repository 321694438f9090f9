/** The function that carries out any number of plans in one statement, each all or nothing. */
import { forgetOld } from "./first-forgetting.ts"

/**
 * Arrays that begin alike are one table: `c` the changes, `o` the answers to keep, `l` the lines, `d` the work that
 * falls due; the first column is the number of the plan. No two plans here touch the same thing, unless both only look.
 * A plan that fails is answered with a row: the change that was late, or the answer that was given before. Answers that
 * ran out by `forget_until` are forgotten.
 */
const head = `
create function {schema}.commit_plans(
  c_plan int[], c_concept text[], c_id text[], c_based bigint[], c_next text[],
  o_plan int[], o_scope text[], o_key text[], o_digest text[], o_answer text[], o_asked_at text[], o_expires_at text[],
  l_plan int[], l_concept text[], l_id text[], l_by text[], l_at text[], l_reason text[], l_command text[],
  l_grants text[], l_is_refusal boolean[], l_outcome text[],
  d_plan int[], d_kind text[], d_id text[], d_at text[],
  forget_until text
) returns table (plan int, change int, first jsonb)
language plpgsql set enable_seqscan = off set jit = off as $function$
#variable_conflict use_column
declare
  failed int[] := '{}'; late int[] := '{}'; ids text[]; made text[];
  fresh int[] := '{}'; there int[] := '{}'; given int[] := '{}';
begin
`

/**
 * Answers first: whoever asks again waits here until the first request has ended. What is not there takes its place at
 * once. What is there is locked, and an answer that expired stays as it is for now, since its plan may still fail. One
 * that is forgotten by somebody else in between leaves its place free: then it is tried again.
 */
export const answers = `
  if cardinality(o_plan) > 0 then
    loop
      with kept as (
        insert into {schema}.answer as t (scope, key, digest, answer, asked_at, expires_at)
        select o.scope, o.key, o.digest, o.answer::jsonb, o.asked_at, o.expires_at
        from unnest(o_scope, o_key, o_digest, o_answer, o_asked_at, o_expires_at) with ordinality
          o(scope, key, digest, answer, asked_at, expires_at, place)
        where o.place <> all(fresh) and o.place <> all(there)
        order by o.scope collate "C", o.key collate "C"
        on conflict do nothing returning t.scope, t.key
      )
      select fresh || coalesce(array_agg(o.place::int), '{}') into fresh
      from unnest(o_scope, o_key) with ordinality o(scope, key, place)
      join kept k on k.scope = o.scope and k.key = o.key;
      exit when cardinality(fresh) + cardinality(there) = cardinality(o_plan);
      with kept as materialized (
        select o.place::int, t.expires_at > o.asked_at as holds
        from unnest(o_scope, o_key, o_asked_at) with ordinality o(scope, key, asked_at, place)
        join {schema}.answer t on t.scope = o.scope and t.key = o.key
        where o.place <> all(fresh) and o.place <> all(there)
        order by t.scope, t.key for no key update of t
      )
      select there || coalesce(array_agg(k.place), '{}'),
        given || coalesce(array_agg(k.place) filter (where k.holds), '{}')
      into there, given from kept k;
      exit when cardinality(fresh) + cardinality(there) = cardinality(o_plan);
    end loop;
    if given <> '{}' then
      failed := array(select o_plan[g.place] from unnest(given) g(place));
      return query
        select distinct on (o.plan) o.plan, null::int, jsonb_build_object('scope', a.scope, 'key', a.key,
          'digest', a.digest, 'answer', a.answer, 'expiresAt', a.expires_at)
        from unnest(o_plan, o_scope, o_key) with ordinality o(plan, scope, key, place)
        join {schema}.answer a on a.scope = o.scope and a.key = o.key
        where o.place = any(given) order by o.plan, o.place;
    end if;
  end if;
`

/**
 * New records, each of which takes its place at once, so that nobody else can: a record that must not be there takes
 * it too, until the end. Then those that are there, locked in the order of their keys, with their versions.
 */
const judged = `
  if '{concept}' = any(c_concept) then
    made := '{}';
    if 0 = any(c_based) then
      with kept as (
        insert into {schema}.{concept} as t (id, version, state)
        select c.id, 1, coalesce(c.next, 'null')::jsonb
        from unnest(c_concept, c_id, c_based, c_next) c(concept, id, based, next)
        where c.concept = '{concept}' and c.based = 0 order by c.id collate "C"
        on conflict do nothing returning t.id
      )
      select coalesce(array_agg(kept.id), '{}') into made from kept;
    end if;
    ids := array(select c.id from unnest(c_concept, c_id, c_based) c(concept, id, based)
                 where c.concept = '{concept}' and c.based > 0);
    with kept as materialized (
      select t.id, t.version from {schema}.{concept} t where t.id = any(ids) order by t.id for no key update
    )
    select late || array_agg(c.place::int) into late
    from unnest(c_concept, c_id, c_based) with ordinality c(concept, id, based, place)
    left join kept on kept.id = c.id
    where c.concept = '{concept}'
      and case when c.based = 0 then c.id <> all(made) else kept.version is distinct from c.based end;
  end if;
`

const fates = `
  if late <> '{}' then
    return query
      select distinct on (c.plan) c.plan, c.place::int, null::jsonb
      from unnest(c_plan) with ordinality c(plan, place)
      where c.place = any(late) and c.plan <> all(failed) order by c.plan, c.place;
    failed := failed || array(select c_plan[l.place] from unnest(late) l(place));
  end if;
`

/** What took a place only to hold it, or for a plan that failed, goes again. */
const undone = `
  if 0 = any(c_based) and '{concept}' = any(c_concept) then
    delete from {schema}.{concept} t
    using unnest(c_plan, c_concept, c_id, c_based, c_next) with ordinality c(plan, concept, id, based, next, place)
    where c.concept = '{concept}' and t.id = c.id and c.based = 0 and c.place <> all(late)
      and (c.next is null or c.plan = any(failed));
  end if;
`

const written = `
  if '{concept}' = any(c_concept) then
    insert into {schema}.{concept} as t (id, version, state)
    select c.id, c.based + 1, c.next::jsonb
    from unnest(c_plan, c_concept, c_id, c_based, c_next) c(plan, concept, id, based, next)
    where c.concept = '{concept}' and c.based > 0 and c.next is not null and c.plan <> all(failed)
    on conflict (id) do update set version = excluded.version, state = excluded.state;
  end if;
`

/** Answers of plans that failed go again; those that take the place of what expired are written. */
export const answered = `
  if cardinality(o_plan) > 0 then
    if failed <> '{}' and fresh <> '{}' then
      delete from {schema}.answer t using unnest(o_plan, o_scope, o_key) with ordinality o(plan, scope, key, place)
      where t.scope = o.scope and t.key = o.key and o.plan = any(failed) and o.place = any(fresh);
    end if;
    if there <> '{}' then
      update {schema}.answer t
      set digest = o.digest, answer = o.answer::jsonb, asked_at = o.asked_at, expires_at = o.expires_at
      from unnest(o_plan, o_scope, o_key, o_digest, o_answer, o_asked_at, o_expires_at) with ordinality
        o(plan, scope, key, digest, answer, asked_at, expires_at, place)
      where t.scope = o.scope and t.key = o.key and o.plan <> all(failed) and o.place = any(there);
    end if;
${forgetOld("answer", "forget_until", "2 * (select count(*) from unnest(o_plan) o(plan) where o.plan <> all(failed))")}
  end if;
`

const told = `
  insert into {schema}.journal (concept, id, by, at, reason, command, grants, is_refusal, outcome)
  select l.concept, l.id, l.by, l.at, l.reason, l.command::jsonb, l.grants::jsonb, l.is_refusal, l.outcome::jsonb
  from unnest(l_plan, l_concept, l_id, l_by, l_at, l_reason, l_command, l_grants, l_is_refusal, l_outcome)
    with ordinality l(plan, concept, id, by, at, reason, command, grants, is_refusal, outcome, place)
  where l.plan <> all(failed) order by l.place;
`

/** Work that falls due, and the end of the function. */
export const fallsDue = `
  if cardinality(d_plan) > 0 then
    delete from {schema}.due t using unnest(d_plan, d_kind, d_id, d_at) d(plan, kind, id, at)
    where t.kind = d.kind and t.id = d.id and d.at is null and d.plan <> all(failed);
    insert into {schema}.due as t (kind, id, at)
    select d.kind, d.id, d.at from unnest(d_plan, d_kind, d_id, d_at) d(plan, kind, id, at)
    where d.at is not null and d.plan <> all(failed) order by d.kind collate "C", d.id collate "C"
    on conflict (kind, id) do update set at = excluded.at, lease = null, leased_until = null;
  end if;
end
$function$;
`

/** The function for these concepts. Locks are taken in their order. */
export const firstCommitPlans = (concepts: ReadonlyArray<string>): string => {
  const forEachConcept = (block: string): string =>
    concepts.map((concept) => block.replaceAll("{concept}", concept)).join("")
  return [
    head, answers, forEachConcept(judged), fates, forEachConcept(undone), forEachConcept(written), answered,
    told, fallsDue
  ].join("")
}

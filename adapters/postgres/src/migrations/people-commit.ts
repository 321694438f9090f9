/** The function that carries out plans, made anew: for more concepts, and for plans of thousands of changes. */
import { answered, answers, fallsDue } from "./first-commit.ts"

/**
 * As the first one was, but that states, outcomes and acts come as JSON, parsed once: `a` has the act of each plan, and
 * `c_writes` says of each change whether it writes or only checks.
 */
const head = `
drop function {schema}.commit_plans;
create function {schema}.commit_plans(
  c_plan int[], c_concept text[], c_id text[], c_based bigint[], c_writes boolean[], c_next jsonb,
  o_plan int[], o_scope text[], o_key text[], o_digest text[], o_answer text[], o_asked_at text[], o_expires_at text[],
  l_plan int[], l_concept text[], l_id text[], l_is_refusal boolean[], l_outcome jsonb, a_act jsonb,
  d_plan int[], d_kind text[], d_id text[], d_at text[],
  forget_until text
) returns table (plan int, change int, first jsonb)
language plpgsql set enable_seqscan = off set jit = off as $function$
#variable_conflict use_column
declare
  failed int[] := '{}'; late int[] := '{}'; ids text[]; versions jsonb; asked int;
  making text[]; knowing text[]; writing text[]; holding text[];
  fresh int[] := '{}'; there int[] := '{}'; given int[] := '{}';
begin
`

/**
 * Which concepts have new records, have records that are there, have some of these written, and have places that are
 * taken only to be held. Nothing is asked about any other: a plan of thousands is walked as seldom as can be.
 */
const sorted = `
  select
    coalesce(array_agg(c.concept) filter (where c.makes), '{}'),
    coalesce(array_agg(c.concept) filter (where c.knows), '{}'),
    coalesce(array_agg(c.concept) filter (where c.writes), '{}'),
    coalesce(array_agg(c.concept) filter (where c.holds), '{}')
  into making, knowing, writing, holding
  from (
    select c.concept, bool_or(c.based = 0) as makes, bool_or(c.based > 0) as knows,
      bool_or(c.based > 0 and c.writes) as writes, bool_or(c.based = 0 and not c.writes) as holds
    from unnest(c_concept, c_based, c_writes) c(concept, based, writes) group by c.concept
  ) c;
`

/**
 * New records, each of which takes its place at once, so that nobody else can: a record that must not be there takes
 * it too, until the end. Then those that are there, locked in the order of their keys, with their versions. What was
 * found is looked up by its key in an object: a join would be planned for few changes, and carried out for many.
 */
const judged = `
  if '{concept}' = any(making) then
    with wanted as materialized (
      select c.id, c.next
      from rows from (unnest(c_concept), unnest(c_id), unnest(c_based), jsonb_array_elements(c_next))
        c(concept, id, based, next)
      where c.concept = '{concept}' and c.based = 0 order by c.id collate "C"
    ), kept as (
      insert into {schema}.{concept} as t (id, version, state) select w.id, 1, w.next from wanted w
      on conflict do nothing returning t.id
    )
    select coalesce(array_agg(kept.id), '{}'), (select count(*) from wanted) into ids, asked from kept;
    if cardinality(ids) < asked then
      select coalesce(jsonb_object_agg(i.id, 1), '{}') into versions from unnest(ids) i(id);
      late := late || array(
        select c.place::int from unnest(c_concept, c_id, c_based) with ordinality c(concept, id, based, place)
        where c.concept = '{concept}' and c.based = 0 and not versions ? c.id);
    end if;
  end if;
  if '{concept}' = any(knowing) then
    ids := array(select c.id from unnest(c_concept, c_id, c_based) c(concept, id, based)
                 where c.concept = '{concept}' and c.based > 0);
    with kept as materialized (
      select t.id, t.version from {schema}.{concept} t where t.id = any(ids) order by t.id for no key update
    )
    select coalesce(jsonb_object_agg(kept.id, kept.version), '{}') into versions from kept;
    late := late || array(
      select c.place::int from unnest(c_concept, c_id, c_based) with ordinality c(concept, id, based, place)
      where c.concept = '{concept}' and c.based > 0 and (versions ->> c.id)::bigint is distinct from c.based);
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
  if '{concept}' = any(holding) or (failed <> '{}' and '{concept}' = any(making)) then
    delete from {schema}.{concept} t
    using unnest(c_plan, c_concept, c_id, c_based, c_writes) with ordinality c(plan, concept, id, based, writes, place)
    where c.concept = '{concept}' and t.id = c.id and c.based = 0 and c.place <> all(late)
      and (not c.writes or c.plan = any(failed));
  end if;
`

const written = `
  if '{concept}' = any(writing) then
    insert into {schema}.{concept} as t (id, version, state)
    select c.id, c.based + 1, c.next
    from rows from (
      unnest(c_plan), unnest(c_concept), unnest(c_id), unnest(c_based), unnest(c_writes), jsonb_array_elements(c_next)
    ) c(plan, concept, id, based, writes, next)
    where c.concept = '{concept}' and c.based > 0 and c.writes and c.plan <> all(failed)
    on conflict (id) do update set version = excluded.version, state = excluded.state;
  end if;
`

const told = `
  insert into {schema}.journal (concept, id, by, at, reason, command, grants, is_refusal, outcome)
  select l.concept, l.id, act ->> 'by', act ->> 'at', act ->> 'reason', act -> 'command', act -> 'grants',
    l.is_refusal, l.outcome
  from rows from (
    unnest(l_plan), unnest(l_concept), unnest(l_id), unnest(l_is_refusal), jsonb_array_elements(l_outcome)
  ) with ordinality l(plan, concept, id, is_refusal, outcome, place)
  cross join lateral (select a_act -> l.plan as act offset 0) a
  where l.plan <> all(failed) order by l.place;
`

/** The function for these concepts. Locks are taken in their order, so a later list only adds at the end. */
export const commitPlansOf = (concepts: ReadonlyArray<string>): string => {
  const forEachConcept = (block: string): string =>
    concepts.map((concept) => block.replaceAll("{concept}", concept)).join("")
  return [
    head, answers, sorted, forEachConcept(judged), fates, forEachConcept(undone), forEachConcept(written), answered,
    told, fallsDue
  ].join("")
}

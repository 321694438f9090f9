/** The functions that read the ledger and write what the rule decided, if nobody else wrote meanwhile. */

/** A place and every group above it. */
const lineage = `
create function {schema}.ledger_lineage(place text) returns setof text
language sql immutable as $function$
  select place union all
  select array_to_string((string_to_array(place, '>'))[1:n], '>')
  from generate_series(1, cardinality(string_to_array(place, '>')) - 1) n
$function$;
`

/** Whether what was remembered holds: 0 if it does, 1 other versions, 2 something runs out, 3 an entry is there. */
const check = `
create function {schema}.ledger_check(
  roots text[], versions bigint[], reached bigint, absent_holders text[], absent_ids text[]
) returns int language sql stable as $function$
  select case
    when exists (
      select 1 from unnest(roots, versions) asked(root, version)
      left join {schema}.ledger_root r on r.root = asked.root
      where coalesce(r.version, 0) <> asked.version
    ) then 1
    when exists (
      select 1 from unnest(roots) asked(root) cross join lateral (
        select 1 from {schema}.ledger_entry e where e.root = asked.root and e.phase = 'reserved' and e.until <= reached
        limit 1
      ) over
    ) then 2
    when exists (
      select 1 from unnest(absent_holders, absent_ids) asked(holder, id)
      join {schema}.ledger_entry e on e.holder = asked.holder and e.id = asked.id
    ) then 3
    else 0
  end
$function$;
`

/**
 * Everything that steps touch, as it stands in one instant: the entries named, all of some holders, all that run out,
 * all below the places that move; and the counters of all their lineages.
 */
const view = `
create function {schema}.ledger_view(
  roots text[], nodes text[], holders text[], ids text[], whole text[], moved text[], reached bigint
) returns jsonb language sql stable set enable_seqscan = off set jit = off as $function$
  with entries as materialized (
    select e.* from unnest(holders, ids) asked(holder, id)
    join {schema}.ledger_entry e on e.holder = asked.holder and e.id = asked.id
    union
    select e.* from {schema}.ledger_entry e where e.holder = any(whole)
    union
    select e.* from {schema}.ledger_entry e
    where e.root = any(roots) and e.phase = 'reserved' and e.until <= reached
    union
    select e.* from {schema}.ledger_entry e
    where cardinality(moved) > 0 and exists (select 1 from unnest(moved) place
      where e.node = place or (e.node >= place || '>' and e.node < place || '?'))
  ), places as materialized (
    select distinct l.place collate "C" as place
    from (select unnest(nodes) union select node from entries) n(node), {schema}.ledger_lineage(n.node) l(place)
  ), counters as materialized (
    select c.* from places join {schema}.ledger_counter c on c.node = places.place
    union
    select c.* from unnest(moved) place
    join {schema}.ledger_counter c on c.node >= place || '>' and c.node < place || '?'
    union
    select c.* from {schema}.ledger_counter c where c.node = any(moved)
  )
  select jsonb_build_object(
    'roots', (select coalesce(jsonb_agg(jsonb_build_array(r.root, r.version)), '[]')
              from {schema}.ledger_root r
              join (select unnest(roots) union select e.root from entries e) asked(root) on asked.root = r.root),
    'counters', (select coalesce(jsonb_agg(jsonb_build_array(
              c.node, c.resource, c.quota_limit, c.own_held, c.own_reserved, c.group_held, c.group_reserved)), '[]')
              from counters c),
    'entries', (select coalesce(jsonb_agg(jsonb_build_array(
              e.holder, e.id, e.node, e.resource, e.amount, e.phase, e.until)), '[]') from entries e))
$function$;
`

/** The same, once every root is locked: what is read stays so until the transaction ends. */
const locked = `
create function {schema}.ledger_open(
  roots text[], nodes text[], holders text[], ids text[], whole text[], moved text[], reached bigint
) returns jsonb language plpgsql set enable_seqscan = off set jit = off as $function$
begin
  insert into {schema}.ledger_root (root, version)
  select asked.root, 0 from unnest(roots) asked(root) order by asked.root collate "C" on conflict do nothing;
  perform 1 from {schema}.ledger_root r where r.root = any(roots) order by r.root for update;
  return {schema}.ledger_view(roots, nodes, holders, ids, whole, moved, reached);
end
$function$;
`

/**
 * Writes what the rule decided, or nothing. Whoever writes holds the lock of every root that is touched, always taken
 * in the same order, so a root's version tells whether anything at or below it has changed.
 */
const apply = `
create function {schema}.ledger_apply(
  roots text[], versions bigint[], reached bigint, absent_holders text[], absent_ids text[],
  c_node text[], c_resource text[], c_own_held bigint[], c_own_reserved bigint[], c_group_held bigint[],
  c_group_reserved bigint[], q_node text[], q_resource text[], q_limit text[],
  n_holder text[], n_id text[], n_node text[], n_resource text[], n_amount bigint[], n_phase text[], n_until bigint[],
  e_holder text[], e_id text[], e_node text[], e_phase text[], lines text
) returns int language plpgsql set enable_seqscan = off set jit = off as $function$
declare known int;
begin
  if 0 = any(versions) then
    insert into {schema}.ledger_root (root, version)
    select asked.root, 0 from unnest(roots) asked(root) order by asked.root collate "C" on conflict do nothing;
  end if;
  if cardinality(roots) > 1 then
    perform 1 from {schema}.ledger_root r where r.root = any(roots) order by r.root for update;
    if (select count(*) from unnest(roots, versions) asked(root, version)
        join {schema}.ledger_root r on r.root = asked.root and r.version = asked.version) < cardinality(roots) then
      return 1;
    end if;
  end if;
  if exists (select 1 from unnest(roots) asked(root) cross join lateral (
      select 1 from {schema}.ledger_entry e where e.root = asked.root and e.phase = 'reserved' and e.until <= reached
      limit 1) over) then
    return 2;
  end if;
  if cardinality(absent_holders) > 0 and exists (
      select 1 from unnest(absent_holders, absent_ids) asked(holder, id)
      join {schema}.ledger_entry e on e.holder = asked.holder and e.id = asked.id) then
    return 3;
  end if;
  if cardinality(roots) > 1 then
    update {schema}.ledger_root r set version = r.version + 1 where r.root = any(roots);
  else
    update {schema}.ledger_root r set version = r.version + 1 where r.root = roots[1] and r.version = versions[1];
    if not found then return 1; end if;
  end if;
  update {schema}.ledger_counter t set own_held = c.own_held, own_reserved = c.own_reserved,
    group_held = c.group_held, group_reserved = c.group_reserved
  from unnest(c_node, c_resource, c_own_held, c_own_reserved, c_group_held, c_group_reserved)
    c(node, resource, own_held, own_reserved, group_held, group_reserved)
  where t.node = c.node and t.resource = c.resource;
  get diagnostics known = row_count;
  if known < cardinality(c_node) then
    insert into {schema}.ledger_counter (node, resource, own_held, own_reserved, group_held, group_reserved)
    select * from unnest(c_node, c_resource, c_own_held, c_own_reserved, c_group_held, c_group_reserved)
    on conflict do nothing;
  end if;
  if cardinality(q_node) > 0 then
    insert into {schema}.ledger_counter as t
      (node, resource, quota_limit, own_held, own_reserved, group_held, group_reserved)
    select q.node, q.resource, q.quota_limit::jsonb, 0, 0, 0, 0
    from unnest(q_node, q_resource, q_limit) q(node, resource, quota_limit)
    on conflict (node, resource) do update set quota_limit = excluded.quota_limit;
  end if;
  insert into {schema}.ledger_entry (holder, id, node, resource, amount, phase, until)
  select * from unnest(n_holder, n_id, n_node, n_resource, n_amount, n_phase, n_until);
  if cardinality(e_holder) > 0 then
    update {schema}.ledger_entry t set node = e.node, phase = e.phase
    from unnest(e_holder, e_id, e_node, e_phase) e(holder, id, node, phase)
    where t.holder = e.holder and t.id = e.id;
  end if;
  if lines is not null then
    insert into {schema}.journal (concept, id, by, at, reason, command, grants, is_refusal, outcome)
    select 'quota', l.value ->> 'id', l.value ->> 'by', l.value ->> 'at', l.value ->> 'reason', l.value -> 'command',
      l.value -> 'grants', false, l.value -> 'outcome'
    from jsonb_array_elements(lines::jsonb) with ordinality l(value, place) order by l.place;
  end if;
  return 0;
end
$function$;
`

export const ledgerFunctions = [lineage, check, view, locked, apply].join("")

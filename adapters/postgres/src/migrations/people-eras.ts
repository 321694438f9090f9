/** Eras of the journal: a cluster counts its transactions, and lines that come from another were counted otherwise. */

/**
 * A dump that goes back into a cluster brings lines of transactions that have not begun there. From then on lines are
 * of another era, and come behind all that are there.
 */
export const eras = `
alter table {schema}.journal add column era int not null default 0;
alter table {schema}.journal drop constraint journal_pkey, add primary key (era, xid, seq);
`

/** The era of what is written now: the default of its column and nothing else, so that no two places can disagree. */
export const presentEra = `(
  select pg_get_expr(d.adbin, d.adrelid)::int from pg_attrdef d
  join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
  where d.adrelid = '{schema}.journal'::regclass and a.attname = 'era'
)`

/** The last line of all, found at the end of the index however long the journal is. */
export const lastLine =
  "(select era, xid from {schema}.journal order by era desc, xid desc, seq desc limit 1) last_line"

/** Whether there are lines of transactions that this cluster has yet to begin. */
export const isRestored = `exists (
  select 1 from ${lastLine} where (era, xid) >= (${presentEra}, pg_snapshot_xmax(pg_current_snapshot()))
)`

/** Whoever is writing a line ends first, since the default changes for everybody at once. */
export const nextEra = `
do $block$ begin
  if ${isRestored} then
    execute format('alter table {schema}.journal alter column era set default %s', ${presentEra} + 1);
  end if;
end $block$;
`

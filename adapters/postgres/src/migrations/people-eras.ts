/** Eras of the journal: a cluster counts its transactions, and lines that come from another were counted otherwise. */

/**
 * A dump that goes back into a cluster brings lines of transactions that have not begun there. From then on lines are
 * of another era, and come behind all that are there. Which one it is stands in the default of the column, so that
 * nobody has to ask when a line is written.
 */
export const eras = `
create table {schema}.era (number int primary key, begun_at timestamptz not null default now());
insert into {schema}.era (number) values (0);
alter table {schema}.journal add column era int not null default 0;
alter table {schema}.journal drop constraint journal_pkey, add primary key (era, xid, seq);
`

/** The last line of all, found at the end of the index however long the journal is. */
export const lastLine =
  "(select era, xid from {schema}.journal order by era desc, xid desc, seq desc limit 1) last_line"

/** Whether there are lines of transactions that this cluster has yet to begin. */
export const isRestored = `exists (
  select 1 from ${lastLine}
  where (era, xid) >= ((select max(number) from {schema}.era), pg_snapshot_xmax(pg_current_snapshot()))
)`

/** Whoever is writing a line ends first, since the default changes for everybody at once. */
export const nextEra = `
do $block$ declare next int; begin
  if ${isRestored} then
    insert into {schema}.era (number) select max(number) + 1 from {schema}.era returning number into next;
    execute format('alter table {schema}.journal alter column era set default %s', next);
  end if;
end $block$;
`

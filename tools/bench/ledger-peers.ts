/** How a ledger is usually written: row locks taken by the program, a function in the database, a script in Redis. */
import type pg from "pg"
import type { Redis } from "ioredis"
import type { RedisServer } from "../redis.ts"
import { clientOf, connect } from "./connections.ts"
import { chains, ledgerPaths, limitUnits } from "./ledger-tree.ts"

/** Reserves one unit in a leaf and in all that stand above it. */
export interface LedgerPeer {
  readonly reserve: (caller: number, leaf: string, id: string) => Promise<unknown>
  readonly close: () => Promise<unknown>
}

/** Half of each page is kept free, so that a new version of a hot row stays in its page and needs no index entry. */
const tables = `
  create table quota (id int primary key, limit_units bigint not null, used_units bigint not null default 0)
    with (fillfactor = 50);
  create table reservation (
    id text collate "C" primary key, leaf int not null, units bigint not null, expires_at timestamptz not null
  );
  insert into quota (id, limit_units) select id, ${limitUnits} from generate_series(1, ${ledgerPaths.length}) id;
  create function reserve(reservation_id text, chain int[], asked bigint) returns boolean language plpgsql as $$
  declare fits boolean;
  begin
    select bool_and(used_units + asked <= limit_units) into fits from (
      select used_units, limit_units from quota where id = any(chain) order by id desc for update
    ) locked;
    if fits then
      update quota set used_units = used_units + asked where id = any(chain);
      insert into reservation values (reservation_id, chain[1], asked, now() + interval '1 hour');
    end if;
    return fits;
  end $$;
  analyze quota
`

const lock = `select limit_units, used_units from quota where id = any($1) order by id desc for update`
const take = `update quota set used_units = used_units + $2 where id = any($1)`
const note = `insert into reservation values ($1, $2, $3, now() + interval '1 hour')`

interface Locked { readonly limit_units: string; readonly used_units: string }

/** Five round trips: begin, lock the chain and look, add, write down, commit. */
export const openChain = async (connection: pg.PoolConfig, connections: number): Promise<LedgerPeer> => {
  const connected = await connect(connection, tables, connections)
  return {
    close: connected.close,
    reserve: async (caller, leaf, id) => {
      const client = clientOf(connected, caller)
      const chain = chains.get(leaf) ?? []
      await client.query({ name: "begin", text: "begin" })
      const { rows } = await client.query<Locked>({ name: "lock", text: lock, values: [chain] })
      const fits = rows.every(({ used_units, limit_units }) => Number(used_units) + 1 <= Number(limit_units))
      if (!fits) throw new Error("refused")
      await client.query({ name: "take", text: take, values: [chain, 1] })
      await client.query({ name: "note", text: note, values: [id, chain[0], 1] })
      await client.query({ name: "commit", text: "commit" })
    }
  }
}

/** One round trip: the same in a function of the database. */
export const openFunction = async (connection: pg.PoolConfig, connections: number): Promise<LedgerPeer> => {
  const connected = await connect(connection, tables, connections)
  return {
    close: connected.close,
    reserve: async (caller, leaf, id) => {
      const { rows } = await clientOf(connected, caller).query<{ readonly fits: boolean }>(
        { name: "reserve", text: "select reserve($1, $2, $3) as fits", values: [id, chains.get(leaf), 1] }
      )
      if (rows[0]?.fits !== true) throw new Error("refused")
    }
  }
}

/** Keys 1 to 4 count what is used, keys 5 to 8 hold the limits; the reservation goes away by itself at its deadline. */
const script = `
  local found = redis.call("MGET", unpack(KEYS, 1, 8))
  local asked = tonumber(ARGV[1])
  for level = 1, 4 do
    if tonumber(found[level] or 0) + asked > tonumber(found[level + 4]) then return 0 end
  end
  if not redis.call("SET", KEYS[9], ARGV[2], "NX", "EX", 3600) then return 0 end
  for level = 1, 4 do redis.call("INCRBY", KEYS[level], asked) end
  return 1
`

/** One script in Redis, on one connection. The client's automatic pipelines made it slower, so they stay off. */
export const openScript = async (server: RedisServer): Promise<LedgerPeer> => {
  const redis = server.connect()
  for (const id of ledgerPaths.keys()) await redis.set(`limit:${id + 1}`, limitUnits)
  const sha = String(await redis.script("LOAD", script))
  const keys = new Map([...chains].map(([leaf, chain]) =>
    [leaf, [...chain.map((id) => `used:${id}`), ...chain.map((id) => `limit:${id}`)]]))
  return {
    close: () => redis.quit(),
    reserve: async (_, leaf, id) => {
      const taken = await redis.evalsha(sha, 9, ...keys.get(leaf) ?? [], `reservation:${id}`, 1, leaf)
      if (taken !== 1) throw new Error("refused")
    }
  }
}

/** What Redis keeps on a disk, as it says itself. */
export const persistenceOf = async (redis: Redis): Promise<string> => {
  const found = await Promise.all(["save", "appendonly"].map((name) => redis.config("GET", name)))
  return found.map((pair) => String(pair).replace(",", "=")).join(" ")
}

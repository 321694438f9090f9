/** Throw-away Redis servers, each in a private folder: on a socket, and on a port where other servers must reach it. */
import { randomInt } from "node:crypto"
import { createServer } from "node:net"
import { join } from "node:path"
import { Redis, type RedisOptions } from "ioredis"
import { findProgram, launch, privateFolder, removeFolder, type Running } from "./server-process.ts"

/** What a client may be told; how replies are shaped is nobody's choice here. */
type ClientSettings = Omit<RedisOptions, "replyMapping">

export interface RedisServer {
  /** A new connection; whoever opens it ends it. */
  readonly connect: (settings?: ClientSettings) => Redis
  readonly stop: () => Promise<void>
}

/** A server that was started here, with which anything may be done. */
export interface OwnRedis extends RedisServer {
  /** Where it listens on the loopback address; 0 when it does not. */
  readonly port: number
  /** Kills the server without warning (SIGKILL). What it wrote to its folder stays. */
  readonly kill: () => Promise<void>
  /** Starts the server again on the same folder, after having killed it if need be. */
  readonly restart: () => Promise<void>
  /** Halts the server: it takes connections and says nothing, until it is let go on. */
  readonly freeze: () => void
  readonly thaw: () => void
}

/** Where Redis is, if it is installed. */
const findRedis = (): string | undefined => findProgram("redis-server")

/** Says whether a server may be started here. */
export const hasOwnRedis = (): boolean => findRedis() !== undefined

/** Says whether there is a server to be had: one that is given, or the programs of one. */
export const hasRedis = (): boolean => (process.env["REDIS_URL"] ?? "") !== "" || hasOwnRedis()

/** Starts a server, or takes the one that `REDIS_URL` names, and waits until it takes connections. */
export const startRedis = async (): Promise<RedisServer> => {
  const url = process.env["REDIS_URL"] ?? ""
  if (url === "") return startOwnRedis()
  return { connect: (settings = {}) => new Redis(url, settings), stop: () => Promise.resolve() }
}

/** Below the ports that systems give to whoever asks for any: nobody is given one before it is listened on. */
const [lowestPort, highestPort] = [20_000, 32_000]

/** Whether nobody listens on a port of the loopback address. */
const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const door = createServer()
    door.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => void door.close(() => resolve(true)))
  })

/** Ports of the loopback address that nobody listens on, all different. */
export const freePorts = async (count: number): Promise<ReadonlyArray<number>> => {
  const found = new Set<number>()
  while (found.size < count) {
    const port = randomInt(lowestPort, highestPort)
    if (await isFree(port)) found.add(port)
  }
  return [...found]
}

/** Starts a server that writes no file unless it is told to, with these settings over ours. */
export const startOwnRedis = async (settings: Readonly<Record<string, string>> = {}): Promise<OwnRedis> => {
  const command = findRedis()
  if (command === undefined) throw new Error("redis-server is not installed")
  const folder = privateFolder("intendant-redis-")
  const path = join(folder, "redis.sock")
  const all = { port: "0", bind: "127.0.0.1", unixsocket: path, save: "", appendonly: "no", dir: folder, ...settings }
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
  const start = () => launch({ command, args, folder, ready: /ready to accept connections/i, lastSignal: "SIGKILL" })
  let running: Running | undefined = await start()
  const kill = async () => {
    const ending = running
    running = undefined
    await ending?.end("SIGKILL")
  }
  const signal = (name: NodeJS.Signals) => void process.kill(numberIn(running), name)
  return {
    connect: (client = {}) => new Redis({ path, ...client }),
    port: Number(all.port),
    kill,
    restart: async () => {
      await kill()
      running = await start()
    },
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    stop: async () => {
      await kill()
      removeFolder(folder)
    }
  }
}

/** The process of a server, as it says itself when it starts. */
const numberIn = (running: Running | undefined): number => {
  const [, number] = /\bpid=(\d+), just started/.exec(running?.log() ?? "") ?? []
  if (number === undefined) throw new Error("the server does not run")
  return Number(number)
}

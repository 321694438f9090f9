/** A throw-away Redis server that keeps nothing, on a socket in a private folder. */
import { join } from "node:path"
import { Redis } from "ioredis"
import { findProgram, launch, privateFolder, removeFolder } from "./server-process.ts"

export interface RedisServer {
  /** A new connection; whoever opens it ends it. */
  readonly connect: () => Redis
  readonly stop: () => Promise<void>
}

/** Where Redis is, if it is installed. */
const findRedis = (): string | undefined => findProgram("redis-server")

/** Says whether there is a server to be had: one that is given, or the programs of one. */
export const hasRedis = (): boolean => (process.env["REDIS_URL"] ?? "") !== "" || findRedis() !== undefined

/** Starts a server, or takes the one that `REDIS_URL` names, and waits until it takes connections. */
export const startRedis = async (): Promise<RedisServer> => {
  const url = process.env["REDIS_URL"] ?? ""
  if (url !== "") return { connect: () => new Redis(url), stop: () => Promise.resolve() }
  const command = findRedis()
  if (command === undefined) throw new Error("redis-server is not installed")
  const folder = privateFolder("intendant-redis-")
  const path = join(folder, "redis.sock")
  const running = await launch({
    command, args: ["--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no", "--dir", folder], folder,
    ready: /ready to accept connections/i, lastSignal: "SIGKILL"
  })
  return {
    connect: () => new Redis({ path }),
    stop: async () => {
      await running.end("SIGKILL")
      removeFolder(folder)
    }
  }
}

/** better-auth on PostgreSQL, where it is installed: it is no dependency of ours, and is looked for in a folder. */
import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { IncomingMessage, ServerResponse } from "node:http"
import pg from "pg"

/** What is used of a module that the compiler cannot see. */
interface Installed {
  readonly betterAuth: (options: object) => Auth
  readonly organization: (options: object) => unknown
  readonly toNodeHandler: (auth: Auth) => (incoming: IncomingMessage, outgoing: ServerResponse) => void
  readonly getMigrations: (options: object) => Promise<{ readonly runMigrations: () => Promise<void> }>
}

interface Auth {
  readonly api: {
    readonly signUpEmail: (asked: { readonly body: object }) => Promise<{ readonly user: { readonly id: string } }>
    readonly signInEmail: (asked: { readonly body: object; readonly asResponse: true }) => Promise<Response>
  }
}

/**
 * The variable names a folder whose `node_modules` holds what the workspace does not install. Where none is named there
 * is no peer; a folder that lacks it is a mistake, and is told.
 */
const installed = async (): Promise<Installed | undefined> => {
  const folder = process.env["INTENDANT_BENCH_PEERS"] ?? ""
  if (folder === "") return undefined
  const { resolve: find } = createRequire(join(resolve(folder), "package.json"))
  const load = (name: string): Promise<Partial<Installed>> => import(pathToFileURL(find(name)).href)
  const modules = await Promise.all([
    "better-auth", "better-auth/plugins/organization", "better-auth/node", "better-auth/db/migration"
  ].map(load))
  // What stands in these modules is found out by using them: answers are compared before anything is measured.
  return Object.assign({}, ...modules) as Installed
}

/** Which better-auth figures are compared with, for whoever reads them. */
export const peerVersion = async (): Promise<string> => {
  const folder = process.env["INTENDANT_BENCH_PEERS"] ?? ""
  if (folder === "") return "not installed"
  const text = await readFile(join(resolve(folder), "node_modules/better-auth/package.json"), "utf8")
  return String(JSON.parse(text).version)
}

const optionsOf = (pool: pg.Pool, { organization }: Installed) => ({
  database: pool, secret: "a secret of the bench, long enough for everybody", baseURL: "http://localhost",
  emailAndPassword: { enabled: true }, plugins: [organization({})], telemetry: { enabled: false },
  logger: { disabled: true }, rateLimit: { enabled: false }
})

/** better-auth over a database, or nothing where it is not installed. */
export const openBetterAuth = async (connection: pg.PoolConfig) => {
  const modules = await installed()
  if (modules === undefined) return undefined
  const pool = new pg.Pool(connection)
  const options = optionsOf(pool, modules)
  const auth = modules.betterAuth(options)
  return {
    pool,
    migrate: async () => (await modules.getMigrations(options)).runMigrations(),
    signUp: async (mail: string, password: string, name: string) =>
      (await auth.api.signUpEmail({ body: { email: mail, password, name } })).user.id,
    /** The cookie of the session; nothing where it is refused. */
    signIn: async (mail: string, password: string): Promise<string | undefined> => {
      const answer = await auth.api.signInEmail({ body: { email: mail, password }, asResponse: true })
      return answer.status === 200 ? answer.headers.get("set-cookie")?.split(";")[0] : undefined
    },
    handler: () => modules.toNodeHandler(auth),
    close: () => pool.end()
  }
}

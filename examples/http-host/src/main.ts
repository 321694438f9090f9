/** The reference host: starts a portal on this machine, says where it is, and ends in order when it is told to. */
import { greeting } from "./greeting.ts"
import { startHost } from "./host.ts"
import { settingsOf } from "./settings.ts"

const watchEveryMilliseconds = 500

/** npm tells only the shell between itself and this process to end. Once that is gone, this process was meant. */
const whenOrphaned = (end: () => void) => {
  const parent = process.ppid
  if (process.env["npm_lifecycle_event"] === undefined) return
  setInterval(() => process.ppid === parent || end(), watchEveryMilliseconds).unref()
}

const say = (text: string) => void process.stdout.write(`${text}\n`)

try {
  const settings = settingsOf(process.env, process.argv.slice(2))
  const host = await startHost(settings, (line) => say(JSON.stringify(line)))
  say(greeting(host.up, settings))
  let ending: Promise<void> | undefined
  const end = () => {
    ending ??= host.close().then(() => process.exit(0), (cause: unknown) => {
      process.stderr.write(`the end was not in order: ${String(cause)}\n`)
      process.exit(1)
    })
  }
  process.on("SIGTERM", end)
  process.on("SIGINT", end)
  whenOrphaned(end)
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`)
  process.exit(1)
}

/** One session with a gateway: opened, let in, asked now and then whether it lives, and over for good once over. */
import type { Notice } from "@intendant/core"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import { closed, notLetIn, unreached } from "./answers.ts"
import { type Fields, type Pdu, type Session, smpp } from "./smpp.ts"

export interface LinkOptions {
  readonly host: string
  readonly port: number
  /** `tls`: encrypted from the first byte. `none`: never encrypted, for a gateway at the end of a private line. */
  readonly security: "tls" | "none"
  readonly auth: { readonly user: string; readonly password: Redacted.Redacted }
}

/** What stood in the way of an answer, as it is told of the message. */
type Over = Notice.Delivery

export interface Link {
  /** Ends once the gateway has let us in. */
  readonly bound: Effect.Effect<void, Over>
  /** Hands on one part, and gives the status of the answer. */
  readonly submit: (fields: Fields) => Effect.Effect<number, Over>
  /** Takes leave, if somebody listens, and ends it. */
  readonly leave: Effect.Effect<void>
  /** Ends it at once: whoever waits for an answer is told that none comes. */
  readonly end: (why: Over) => void
}

const version34 = 0x34
const leaveDuration = Duration.seconds(1)

/** Opens a session; `onOver` is called once, when it is over, whoever ended it. */
export const openLink = (options: LinkOptions, enquireMillis: number, onOver: () => void): Link => {
  const { host, port, security, auth } = options
  const { ask, fail } = asking()
  const bound = Deferred.makeUnsafe<void, Over>()
  let isOver = false
  let stopEnquiring = () => {}
  const end = (why: Over) => {
    if (isOver) return
    isOver = true
    stopEnquiring()
    Deferred.doneUnsafe(bound, Exit.fail(why))
    fail(why)
    session.destroy()
    onOver()
  }

  const session = smpp.connect({ host, port, tls: security === "tls" }, () => {
    const credentials = { system_id: auth.user, password: Redacted.value(auth.password), interface_version: version34 }
    session.bind_transceiver(credentials, ({ command_status: status }) => {
      if (status !== 0) return end(notLetIn(status))
      stopEnquiring = enquiring(session, enquireMillis, () => end(unreached))
      Deferred.doneUnsafe(bound, Exit.void)
    })
  })
  // What comes after the end, such as the error of a connection that was cut off, is nobody's any more.
  session.on("error", () => end(unreached)).on("close", () => end(unreached))
  answering(session, () => end(unreached))

  const submit: Link["submit"] = (fields) => ask((answered) => session.submit_sm(fields, answered))
  const leave = ask((answered) => session.unbind({}, answered)).pipe(
    Effect.timeoutOption(leaveDuration), Effect.ignore, Effect.andThen(Effect.sync(() => end(closed))))
  return { bound: Deferred.await(bound), submit, leave, end }
}

/** Questions, each of which ends by its answer or by the end of the session: the package itself forgets who waits. */
const asking = () => {
  const waiting = new Set<(why: Over) => void>()
  let over: Over | undefined
  const ask = (question: (answered: (answer: Pdu) => void) => boolean): Effect.Effect<number, Over> =>
    Effect.callback((resume) => {
      if (over !== undefined) return resume(Effect.fail(over))
      const tell = (why: Over) => resume(Effect.fail(why))
      waiting.add(tell)
      const isWritten = question(({ command_status: status }) => {
        waiting.delete(tell)
        resume(Effect.succeed(status))
      })
      if (!isWritten) tell(unreached)
      return Effect.sync(() => void waiting.delete(tell))
    })
  const fail = (why: Over) => {
    over = why
    for (const tell of waiting) tell(why)
    waiting.clear()
  }
  return { ask, fail }
}

/** A gateway asks too, and hands on what telephones send: nobody here reads that, but it wants an answer. */
const answering = (session: Session, left: () => void): void => {
  for (const command of ["enquire_link", "deliver_sm", "unknown"]) {
    session.on(command, (asked: Pdu) => session.send(asked.response()))
  }
  session.on("unbind", (asked: Pdu) => {
    session.send(asked.response())
    left()
  })
}

/** Asks now and then whether the gateway lives. One that has not answered by the next time is dead. */
const enquiring = (session: Session, everyMillis: number, dead: () => void) => {
  let isAnswered = true
  const timer = setInterval(() => {
    if (!isAnswered) return dead()
    isAnswered = false
    session.enquire_link({}, () => {
      isAnswered = true
    })
  }, everyMillis)
  timer.unref()
  return () => clearInterval(timer)
}

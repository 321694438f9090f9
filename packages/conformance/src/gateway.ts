/** What the suites of gateways are made of: a gateway under test, made to behave well or badly, and what it took. */
import type { Notice } from "@intendant/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Register } from "./promise.ts"
import { ask, same } from "./same.ts"

/**
 * How a gateway may treat what it is handed. `refuse`: it will never take it. `tryLater`: not now. `hang`: it reads,
 * and never answers. `takeAndHang`: it takes the message for good, and never says so. `drop`: it ends the connection in
 * the middle. `down`: nobody listens, and no connection is left.
 */
export type Behaviour = "accept" | "refuse" | "tryLater" | "hang" | "takeAndHang" | "drop" | "down"

/** A gateway under test. Where it refuses or puts off, its answer repeats whatever it was told, as real ones do. */
export interface Gateway<Received> {
  /** Changes how it treats everything from now on, on connections that stand as well. At first it accepts. */
  readonly behave: (how: Behaviour) => Promise<void>
  /** What it took for good, oldest first, read from the wire without a line of the adapter. */
  readonly received: () => Promise<ReadonlyArray<Received>>
}

/** A port through which messages leave. */
export interface Sender<Message> {
  readonly send: (message: Message) => Effect.Effect<Notice.Delivery>
}

/** An adapter under test, and the gateway that it was told to use. */
export interface OpenedGateway<Message, Received> {
  readonly sender: Sender<Message>
  readonly gateway: Gateway<Received>
  /** Called after each promise, whether or not it was kept. */
  readonly close: () => Promise<void>
}

/** Opens both afresh; the adapter gives up what hangs after the time given. */
export type OpenGateway<Message, Received> = (timeoutMillis: number) => Promise<OpenedGateway<Message, Received>>

/** What a promise works with: the opened adapter, and the time it was given. */
export interface Trial<Message, Received> extends OpenedGateway<Message, Received> {
  readonly timeoutMillis: number
}

export interface GatewayPromise<Message, Received> {
  readonly text: string
  readonly timeoutMillis: number
  readonly body: (trial: Trial<Message, Received>) => Effect.Effect<void, unknown>
}

/** Far more than an answer takes, however busy the machine is. */
const ample = 20_000
/** For promises in which something hangs: so long they wait, each time. */
export const brief = 1_000
/** How late an adapter may be when it gives up, on a machine that has other things to do. */
const lateMillis = 2_000

export const gatewayPromise = <Message, Received>(
  text: string, body: GatewayPromise<Message, Received>["body"], timeoutMillis = ample
): GatewayPromise<Message, Received> => ({ text, timeoutMillis, body })

/** Makes a suite of promises about a gateway. */
export const gatewaySuite = <Message, Received>(promises: ReadonlyArray<GatewayPromise<Message, Received>>) =>
  (register: Register, open: OpenGateway<Message, Received>): void => {
    for (const { text, timeoutMillis, body } of promises) {
      register(text, async () => {
        const opened = await open(timeoutMillis)
        try {
          await Effect.runPromise(body({ ...opened, timeoutMillis }))
        } finally {
          await opened.close()
        }
      })
    }
  }

/** Sends, and fails when there is no answer in time. */
export const sendInTime = <Message, Received>(
  { sender, timeoutMillis }: Trial<Message, Received>, message: Message
): Effect.Effect<Notice.Delivery, Error> =>
  Effect.flatMap(
    Effect.timeoutOption(sender.send(message), Duration.millis(timeoutMillis + lateMillis)),
    Option.match({
      onNone: () => Effect.fail(new Error(`no answer within ${timeoutMillis + lateMillis} milliseconds`)),
      onSome: (delivery) => Effect.succeed(delivery)
    })
  )

/** Sends, and says in a word what became of it. */
export const told = <Message, Received>(trial: Trial<Message, Received>, message: Message) =>
  Effect.map(sendInTime(trial, message), ({ _tag }) => _tag)

/** Sends, and holds what became of it to what was expected. */
export const expecting = <Message, Received>(
  trial: Trial<Message, Received>, what: string, message: Message, expected: Notice.Delivery["_tag"]
) => Effect.map(sendInTime(trial, message), (delivery) => {
  // The whole answer is shown when it is another: its reason says what the adapter met.
  same(what, delivery._tag === expected ? expected : delivery, expected)
})

export const behave = <Message, Received>({ gateway }: Trial<Message, Received>, how: Behaviour) =>
  ask(() => gateway.behave(how))

export const received = <Message, Received>({ gateway }: Trial<Message, Received>) => ask(gateway.received)

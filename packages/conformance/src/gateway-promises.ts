/** What mail and text messages have in common: they leave once, or the answer says why not. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import * as fc from "fast-check"
import {
  behave, type Behaviour, brief, expecting, type GatewayPromise, gatewayPromise, received, sendInTime, told, type Trial
} from "./gateway.ts"
import { times } from "./plans.ts"
import { atOnce, holds, same, tally } from "./same.ts"

/** How the messages of a port are made and known again. */
interface Kind<Message> {
  /** What the promises of the port are numbered with. */
  readonly prefix: string
  /** A message of its own id, whose text is given. */
  readonly write: (id: string, text: string) => Message
  /** What no reason may name: the receiver, and the words that were written. */
  readonly secrets: (message: Message) => ReadonlyArray<string>
}

/** What was taken shows its text, by which it is known again. */
interface Taken {
  readonly text: string
}

const textsOf = <Message, Received extends Taken>(trial: Trial<Message, Received>) =>
  Effect.map(received(trial), (all) => all.map(({ text }) => text.trim()).toSorted())

/** The promises that both ports make. */
export const commonPromises = <Message, Received extends Taken>(
  kind: Kind<Message>
): ReadonlyArray<GatewayPromise<Message, Received>> =>
  [taking, puttingOff, hanging, ending, many, leaving, forAll].flatMap((part) => part<Message, Received>(kind))

const taking = <Message, Received extends Taken>(
  { prefix, write }: Kind<Message>
): ReadonlyArray<GatewayPromise<Message, Received>> => [
  gatewayPromise(`${prefix}-1 what is told as sent has arrived, once`, (trial) =>
    Effect.gen(function*() {
      yield* expecting(trial, "the first", write("n1", "one"), "Sent")
      same("what arrived", yield* textsOf(trial), ["one"])
      yield* expecting(trial, "the second", write("n2", "two"), "Sent")
      same("what arrived then", yield* textsOf(trial), ["one", "two"])
    })),

  gatewayPromise(`${prefix}-2 what the gateway will never take is Refused, and others are still sent`, (trial) =>
    Effect.gen(function*() {
      yield* behave(trial, "refuse")
      yield* expecting(trial, "the first", write("n1", "one"), "Refused")
      yield* behave(trial, "accept")
      yield* expecting(trial, "the second", write("n2", "two"), "Sent")
      same("what arrived", yield* textsOf(trial), ["two"])
    }))
]

const puttingOff = <Message, Received extends Taken>(
  { prefix, write, secrets }: Kind<Message>
): ReadonlyArray<GatewayPromise<Message, Received>> => [
  gatewayPromise(`${prefix}-3 what the gateway does not take now is Later, and is sent when it is handed on again`,
    (trial) =>
    Effect.gen(function*() {
      yield* behave(trial, "tryLater")
      yield* expecting(trial, "the first time", write("n1", "one"), "Later")
      same("what arrived", yield* textsOf(trial), [])
      yield* behave(trial, "accept")
      yield* expecting(trial, "the second time", write("n1", "one"), "Sent")
      same("what arrived then", yield* textsOf(trial), ["one"])
    })),

  gatewayPromise(`${prefix}-4 a reason says something, and names neither the receiver nor what was written (SEC-56)`,
    (trial) =>
    Effect.gen(function*() {
      const message = write("n1", "quokka 4711")
      for (const how of ["refuse", "tryLater", "hang", "takeAndHang", "drop", "down"] as const) {
        yield* behave(trial, how)
        const delivery = yield* sendInTime(trial, message)
        const reason = "reason" in delivery ? delivery.reason : ""
        holds(`the reason when it is made to ${how} says something`, reason.trim() !== "")
        const named = secrets(message).filter((secret) => reason.toLowerCase().includes(secret.toLowerCase()))
        same(`what the reason names when it is made to ${how}`, named, [])
      }
    }), brief)
]

const hanging = <Message, Received extends Taken>(
  { prefix, write }: Kind<Message>
): ReadonlyArray<GatewayPromise<Message, Received>> => [
  gatewayPromise(`${prefix}-5 a gateway that hangs is given up in time: Later, and sent once it answers`, (trial) =>
    Effect.gen(function*() {
      yield* expecting(trial, "while it answered", write("n0", "zero"), "Sent")
      yield* behave(trial, "hang")
      yield* expecting(trial, "while it hangs", write("n1", "one"), "Later")
      yield* behave(trial, "accept")
      yield* expecting(trial, "once it answers", write("n1", "one"), "Sent")
    }), brief),

  gatewayPromise(`${prefix}-6 what was taken and never answered for is Later: nobody knows (NTF-4)`, (trial) =>
    Effect.gen(function*() {
      yield* behave(trial, "takeAndHang")
      yield* expecting(trial, "while it does not say so", write("n1", "one"), "Later")
      yield* behave(trial, "accept")
      yield* expecting(trial, "once it does", write("n1", "one"), "Sent")
      same("what arrived: once for each time it was handed on", yield* textsOf(trial), ["one", "one"])
    }), brief)
]

const ending = <Message, Received extends Taken>(
  { prefix, write }: Kind<Message>
): ReadonlyArray<GatewayPromise<Message, Received>> => [
  gatewayPromise(`${prefix}-7 a connection that ends in the middle is Later, and another one is made`, (trial) =>
    Effect.gen(function*() {
      yield* expecting(trial, "before", write("n0", "zero"), "Sent")
      yield* behave(trial, "drop")
      yield* expecting(trial, "in the middle", write("n1", "one"), "Later")
      yield* behave(trial, "accept")
      yield* expecting(trial, "afterwards", write("n1", "one"), "Sent")
      same("what arrived", yield* textsOf(trial), ["one", "zero"])
    })),

  gatewayPromise(`${prefix}-8 a gateway that is down is Later, and is found again once it is up (NTF-4)`, (trial) =>
    Effect.gen(function*() {
      yield* expecting(trial, "before", write("n0", "zero"), "Sent")
      for (const round of times(2, (index) => index)) {
        yield* behave(trial, "down")
        yield* expecting(trial, `while it is down, round ${round}`, write(`n${round}`, "one"), "Later")
      }
      yield* behave(trial, "accept")
      yield* expecting(trial, "once it is up", write("n1", "one"), "Sent")
      same("what arrived", yield* textsOf(trial), ["one", "zero"])
    }))
]

const many = <Message, Received extends Taken>(
  { prefix, write }: Kind<Message>
): ReadonlyArray<GatewayPromise<Message, Received>> => [
  gatewayPromise(`${prefix}-9 a hundred at once arrive, once each`, (trial) =>
    Effect.gen(function*() {
      const texts = times(100, (index) => `message ${index}`)
      const answers = yield* atOnce(texts.map((text, index) => told(trial, write(`n${index}`, text))))
      same("the answers", tally(answers), { Sent: 100 })
      same("what arrived", yield* textsOf(trial), texts.toSorted())
    })),

  gatewayPromise(`${prefix}-10 thirty that hang at once are all given up in time, and hold up nobody`, (trial) =>
    Effect.gen(function*() {
      yield* behave(trial, "hang")
      const answers = yield* atOnce(times(30, (index) => told(trial, write(`n${index}`, `message ${index}`))))
      same("the answers", tally(answers), { Later: 30 })
      yield* behave(trial, "accept")
      yield* expecting(trial, "once it answers", write("n30", "thirty"), "Sent")
      // Some may have left at the last moment: given up is Later, and Later may have arrived, though not twice.
      const counts = tally(yield* textsOf(trial))
      same("how often that one arrived", counts["thirty"], 1)
      same("how often others did, at most", Math.max(...Object.values(counts)), 1)
    }), brief)
]

const leaving = <Message, Received extends Taken>(
  { prefix, write }: Kind<Message>
): ReadonlyArray<GatewayPromise<Message, Received>> => [
  gatewayPromise(`${prefix}-11 whoever no longer waits holds up nobody`, (trial) =>
    Effect.gen(function*() {
      yield* behave(trial, "takeAndHang")
      const waiting = yield* Effect.forkChild(atOnce(times(30, (index) =>
        trial.sender.send(write(`n${index}`, `message ${index}`)))))
      yield* untilOneArrived(trial)
      yield* Fiber.interrupt(waiting)
      yield* behave(trial, "accept")
      yield* expecting(trial, "once it answers", write("n31", "thirty-one"), "Sent")
      same("how often it arrived", (yield* textsOf(trial)).filter((text) => text === "thirty-one").length, 1)
    })),

  gatewayPromise(`${prefix}-12 whatever the gateway goes through: what is Sent arrived once, what is Refused never`,
    (trial) =>
    Effect.promise(() => {
      let round = 0
      const moods = fc.array(fc.constantFrom(...changes), { maxLength: 4 })
      return fc.assert(fc.asyncProperty(moods, (drawn) =>
        Effect.runPromise(goingThrough(trial, write, [...drawn, "accept"], `${++round}`))),
      { numRuns: 4, examples: [[[...changes]], [["accept", "tryLater", "accept", "drop", "refuse"]]] })
    }), brief)
]

/** From then on some wait for an answer, and the others for their turn. */
const untilOneArrived = <Message, Received extends Taken>(trial: Trial<Message, Received>) =>
  Effect.map(received(trial), (all) => all.length > 0).pipe(
    Effect.repeat({ until: (is) => is, schedule: Schedule.spaced("10 millis") }),
    Effect.timeout(Duration.millis(trial.timeoutMillis)))

/** Every change a gateway may go through, but those that only cost time. */
const changes: ReadonlyArray<Behaviour> = ["accept", "refuse", "drop", "tryLater", "down", "hang"]

const goingThrough = <Message, Received extends Taken>(
  trial: Trial<Message, Received>, write: Kind<Message>["write"], moods: ReadonlyArray<Behaviour>, round: string
) => Effect.gen(function*() {
  for (const [index, how] of moods.entries()) {
    const text = `round ${round} step ${index}`
    yield* behave(trial, how)
    const answer = yield* told(trial, write(`r${round}s${index}`, text))
    const arrived = (yield* textsOf(trial)).filter((other) => other === text).length
    const expected = how === "accept" ? "Sent" : how === "refuse" ? "Refused" : "Later"
    same(`the answer when it is made to ${how}`, answer, expected)
    same(`how often it arrived when it is made to ${how}`, arrived, how === "accept" ? 1 : 0)
  }
})

const forAll = <Message, Received extends Taken>(
  { prefix, write }: Kind<Message>
): ReadonlyArray<GatewayPromise<Message, Received>> => [
  gatewayPromise(`${prefix}-22 a gateway that is down or hangs is Later for all, a refused message is not (NTF-4)`,
    (trial) =>
    Effect.gen(function*() {
      for (const how of ["down", "hang"] as const) {
        yield* behave(trial, how)
        const delivery = yield* sendInTime(trial, write(how, how))
        holds(`the answer when it is made to ${how} is for all`, "isForAll" in delivery && delivery.isForAll === true)
      }
      yield* behave(trial, "refuse")
      const refused = yield* sendInTime(trial, write("n1", "one"))
      holds("what is refused is so alone", !("isForAll" in refused))
    }), brief)
]

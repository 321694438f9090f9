/** Gathered callers: who waits for whom, and that nobody suffers for another. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { expect, it } from "vitest"
import { gather } from "./gather.ts"

type Exits = ReadonlyArray<Exit.Exit<string, string>>

/** A carrier that is told by hand when, and with what, each batch ends. */
const byHand = (most?: number) => {
  const batches: Array<{
    readonly asks: ReadonlyArray<string>
    readonly end: (exits: Exits) => void
    readonly fail: (cause: unknown) => void
  }> = []
  const ask = gather<string, string, string>((asks) => {
    const { promise, resolve, reject } = Promise.withResolvers<Exits>()
    batches.push({ asks, end: resolve, fail: reject })
    return promise
  }, (cause) => `broken: ${String(cause)}`, most)
  const answers = (fibers: ReadonlyArray<Fiber.Fiber<string, string>>) =>
    Effect.runPromise(Effect.forEach(fibers, (fiber) => Effect.result(Fiber.join(fiber))))
  return { batches, start: (text: string) => Effect.runFork(ask(text)), answers }
}
const done = (asks: ReadonlyArray<string>) => asks.map((ask) => Exit.succeed(`done ${ask}`))

it("a lone caller waits for nobody", async () => {
  const { batches, start, answers } = byHand()
  const fiber = start("a")
  expect(batches.map(({ asks }) => asks)).toEqual([["a"]])
  batches[0]?.end(done(["a"]))
  expect(await answers([fiber])).toMatchObject([{ success: "done a" }])
})

it("who comes while a batch is under way is carried by the next, all together and in the order they came", async () => {
  const { batches, start, answers } = byHand()
  const fibers = ["a", "b", "c", "d"].map(start)
  expect(batches.map(({ asks }) => asks)).toEqual([["a"]])
  batches[0]?.end(done(["a"]))
  expect(await answers(fibers.slice(0, 1))).toMatchObject([{ success: "done a" }])
  expect(batches.map(({ asks }) => asks)).toEqual([["a"], ["b", "c", "d"]])
  batches[1]?.end(done(["b", "c", "d"]))
  expect(await answers(fibers.slice(1)))
    .toMatchObject([{ success: "done b" }, { success: "done c" }, { success: "done d" }])
})

it("those who were answered together and ask again at once are carried together again", async () => {
  const sizes: Array<number> = []
  const ask = gather<number, number, string>(async (asks) => {
    sizes.push(asks.length)
    return asks.map((one) => Exit.succeed(one))
  }, String)
  const again = async (caller: number) => {
    for (let turn = 0; turn < 3; turn += 1) await Effect.runPromise(ask(caller))
  }
  await Promise.all(Array.from({ length: 8 }, (_, caller) => again(caller)))
  expect(sizes).toEqual([1, 7, 8, 8])
})

it("no batch is larger than the most", async () => {
  const { batches, start, answers } = byHand(2)
  const fibers = ["a", "b", "c", "d"].map(start)
  for (const [index, size] of [1, 2, 1].entries()) {
    while (batches[index] === undefined) await Effect.runPromise(Effect.yieldNow)
    const asks = batches[index]?.asks ?? []
    expect(asks).toHaveLength(size)
    batches[index]?.end(done(asks))
    await answers(fibers.filter((_, place) => asks.includes("abcd".charAt(place))))
  }
})

it("one caller's failure is not the others'", async () => {
  const { batches, start, answers } = byHand()
  const fibers = ["a", "b", "c"].map(start)
  batches[0]?.end(done(["a"]))
  await answers(fibers.slice(0, 1))
  batches[1]?.end([Exit.fail("no"), Exit.succeed("done c")])
  expect(await answers(fibers.slice(1))).toMatchObject([{ failure: "no" }, { success: "done c" }])
})

it("a batch that breaks fails its own callers and nobody else", async () => {
  const { batches, start, answers } = byHand()
  const fibers = ["a", "b"].map(start)
  batches[0]?.fail("cut off")
  expect(await answers(fibers.slice(0, 1))).toMatchObject([{ failure: "broken: cut off" }])
  batches[1]?.end(done(["b"]))
  expect(await answers(fibers.slice(1))).toMatchObject([{ success: "done b" }])
  const late = start("c")
  batches[2]?.end(done(["c"]))
  expect(await answers([late])).toMatchObject([{ success: "done c" }])
})

it("whoever a batch forgot is told so, and does not wait for ever", async () => {
  const { batches, start, answers } = byHand()
  const fibers = ["a", "b", "c"].map(start)
  batches[0]?.end(done(["a"]))
  await answers(fibers.slice(0, 1))
  batches[1]?.end(done(["b"]))
  expect(await answers(fibers.slice(1))).toMatchObject([
    { success: "done b" }, { failure: "broken: a batch without an answer" }
  ])
})

it("who gives up while waiting is not carried, and who gives up under way holds up nobody", async () => {
  const { batches, start, answers } = byHand()
  const [under, waiting, last] = ["a", "b", "c"].map(start)
  if (under === undefined || waiting === undefined || last === undefined) throw new Error("three were started")
  await Effect.runPromise(Fiber.interrupt(waiting))
  await Effect.runPromise(Fiber.interrupt(under))
  batches[0]?.end(done(["a"]))
  const after = start("d")
  for (let turn = 0; batches.length < 2 && turn < 100; turn++) await Promise.resolve()
  expect(batches[1]?.asks).toEqual(["c", "d"])
  batches[1]?.end(done(["c", "d"]))
  expect(await answers([last, after])).toMatchObject([{ success: "done c" }, { success: "done d" }])
})

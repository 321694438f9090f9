/** How quickly it is decided who may do what, in a tree, with the reason; against a walk by hand and against CASL. */
import { isWithin, permit, Role } from "@intendant/core"
import * as Result from "effect/Result"
import { casl, type Decides, linkedWalk, mapWalk } from "./decisions-peers.ts"
import { type Scene, sceneOf, type Size, worldOf } from "./decisions-world.ts"
import { measure, type Variant } from "./measure.ts"
import { type Figure, ratiosOf, type Report, rounded, valueOf } from "./report.ts"

const sizes = {
  "1000 users": { users: 1000, grants: 1991, trunk: 0 },
  "200 grants each": { users: 100, grants: 20_000, trunk: 0 },
  "depth 4": { users: 100, grants: 2000, trunk: 0 },
  "depth 64": { users: 100, grants: 2000, trunk: 60 }
} satisfies Record<string, Size>

/** Every request is answered so often in one piece of work: the clock is coarse. */
const passes = 4

/** A variant, and how many decisions it made in each second of the processor, once for each piece of work. */
interface Timed { readonly variant: Variant; readonly rates: Array<number> }

/** All variants answer the same requests the same way, or nothing is measured. */
export const decisionsBench = async (): Promise<Report> => {
  const timed = [
    ...variantsOf("1000 users", { ours, "map walk": mapWalk, "linked walk": linkedWalk, casl }),
    ...variantsOf("200 grants each", { ours, casl }), ...variantsOf("depth 4", { ours }),
    ...variantsOf("depth 64", { ours, casl })
  ]
  await measure(timed.map(({ variant }) => variant))
  const figures = timed.map(({ variant, rates }): Figure => ({ label: variant.label, perSecond: median(rates) }))
  const perSecond = (name: string, size: keyof typeof sizes) => valueOf(figures, `${name}, ${size}`, "perSecond")
  const oursOver = (name: string, size: keyof typeof sizes) => [perSecond("ours", size), perSecond(name, size)] as const
  return {
    name: "decisions", figures,
    settings: {
      node: process.version, "per second": "of the processor, median over all rounds", requests: "35 % allowed"
    },
    ratios: ratiosOf({
      vsMapWalk: oursOver("map walk", "1000 users"), vsCasl: oursOver("casl", "1000 users"),
      vsCasl200: oursOver("casl", "200 grants each"), vsCasl64: oursOver("casl", "depth 64"),
      depthCost: [perSecond("ours", "depth 4"), perSecond("ours", "depth 64")]
    })
  }
}

let decided: unknown

/** The whole decision is made each time: the grant and where it comes from, or what is missing, or what bars it. */
const ours = (scene: Scene): Decides => {
  const { decide } = Role.decisionsOf(worldOf(scene))
  return ({ user, action, place }) => {
    const decision = decide(user, action, place)
    decided = decision
    return decision._tag === "Allowed" && decided !== undefined
  }
}

const variantsOf = (
  size: keyof typeof sizes, makers: Readonly<Record<string, (scene: Scene) => Decides>>
): ReadonlyArray<Timed> => {
  const scene = sceneOf(sizes[size])
  const answers = answersOf(scene)
  return Object.entries(makers).map(([name, make]) => timedOf(`${name}, ${size}`, make(scene), scene, answers))
}

/** The answers of `permit`, which looks at every grant, and of the statuses above, one by one. */
const answersOf = (scene: Scene): ReadonlyArray<boolean> => {
  const { actors, barred = [] } = worldOf(scene)
  const byId = new Map(actors.map((actor) => [actor.id, actor]))
  return scene.requests.map(({ user, action, place }) => {
    const actor = byId.get(user)
    const isBarred = barred.some((bar) => bar.permissions.includes(action) && isWithin(place, bar.place))
    return actor !== undefined && !isBarred && Result.isSuccess(permit(actor, action, place))
  })
}

const timedOf = (label: string, decide: Decides, { requests }: Scene, answers: ReadonlyArray<boolean>): Timed => {
  const differs = requests.find((request, index) => decide(request) !== answers[index])
  if (differs !== undefined) throw new Error(`${label}: another answer for ${JSON.stringify(differs)}`)
  const expected = passes * answers.filter(Boolean).length
  const rates: Array<number> = []
  const work = async () => {
    const before = process.cpuUsage()
    let allowed = 0
    for (let pass = 0; pass < passes; pass++) for (const request of requests) if (decide(request)) allowed++
    const { user, system } = process.cpuUsage(before)
    if (allowed !== expected) throw new Error(`${label}: another answer than before`)
    rates.push(passes * requests.length * 1_000_000 / (user + system))
  }
  return { rates, variant: { label, callers: 1, work } }
}

const median = (values: ReadonlyArray<number>): number =>
  rounded([...values].sort((one, two) => one - two)[Math.floor(values.length / 2)] ?? Number.NaN)

/** Each question of AuthZEN, put to the portal, and the portal's answer with its reasons. */
import {
  BadInput, type Level, type Page, type Path, type Portals, type Unavailable as StorageUnavailable
} from "@intendant/core"
import * as Effect from "effect/Effect"
import { orUnavailable } from "../answer.ts"
import { CurrentExchange, type Exchange } from "../exchange.ts"
import { documentOf } from "../problem.ts"
import { limitUnsaid, pageOf } from "../rows.ts"
import type { AnyTold } from "../status.ts"
import { ActionSearch, Evaluation, Evaluations, readerOf, ResourceSearch, SubjectSearch } from "./wire.ts"

/** Who asks, and what. */
export interface Inquiry {
  readonly portal: Portals.Portal["Service"]
  readonly who: Portals.SignedIn
  readonly sent: unknown
}

type Answered<Value = object> = Effect.Effect<Value, AnyTold | StorageUnavailable>

/** A yes or a no, and why. */
export interface Decided {
  readonly decision: boolean
  readonly context: object
}

const levelUnsaid = 3

interface Said {
  readonly subject: { readonly properties?: { readonly enterprise?: Path } }
  readonly context?: { readonly level?: Level }
}

/** Whose users are meant. Who has no enterprise of their own names one. */
const premiseOf = ({ user }: Portals.SignedIn, { subject, context }: Said) => {
  const enterprise = subject.properties?.enterprise ?? user?.user.enterprise
  return enterprise === undefined
    ? Effect.fail(BadInput.make({
      faults: [{ field: "subject.properties.enterprise", expected: "the enterprise whose user is meant" }]
    }))
    : Effect.succeed({ enterprise, level: context?.level ?? levelUnsaid })
}

/** The rule by which a grant gives its power. */
const ruleOfGrants = "ROL-6"

const told = (judgement: Portals.Judgement, { locale }: Exchange): Decided => {
  if (judgement._tag === "Allowed") {
    const { grant, through } = judgement
    return { decision: true, context: { rule: ruleOfGrants, grant, ...(through === undefined ? {} : { through }) } }
  }
  const { rule, refusal, why } = documentOf(judgement, locale)
  return { decision: false, context: { rule, refusal, why } }
}

const readEvaluation = readerOf(Evaluation)

/** Whether a subject may do something to something. */
const evaluate = ({ portal, who, sent }: Inquiry): Answered<Decided> =>
  Effect.gen(function*() {
    const asked = yield* Effect.fromResult(readEvaluation(sent))
    const premise = yield* premiseOf(who, asked)
    const judgement = yield* portal.judge(who.actor, premise, {
      userId: asked.subject.id, permission: asked.action.name, thing: asked.resource
    })
    return told(judgement, yield* CurrentExchange)
  })

/** What cannot be answered is no yes. The exchange of the whole request remembers none of it. */
const evaluateOne = (inquiry: Inquiry): Effect.Effect<Decided> =>
  orUnavailable(evaluate(inquiry)).pipe(Effect.catch((refusal) =>
    Effect.map(CurrentExchange, ({ locale }) => {
      const { status, detail } = documentOf(refusal, locale)
      const refused: Decided = { decision: false, context: { error: { status, message: detail } } }
      return refused
    })))

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What is said once for all stands wherever nothing else is said. */
const withDefaults = (sent: object, one: unknown): unknown => {
  if (!isObject(one)) return one
  const said = ["subject", "action", "resource", "context"]
  return { ...Object.fromEntries(Object.entries(sent).filter(([name]) => said.includes(name))), ...one }
}

const readEvaluations = readerOf(Evaluations)
const concurrency = 8

/** One after the other, up to the first that is answered so. */
const until = Effect.fnUntraced(function*(inquiries: ReadonlyArray<Inquiry>, last: boolean) {
  const decided: Array<Decided> = []
  for (const inquiry of inquiries) {
    const one = yield* evaluateOne(inquiry)
    decided.push(one)
    if (one.decision === last) break
  }
  return decided
})

/**
 * Many questions at once, each answered as it would be alone; where there is only one, it needs no list.
 *
 * @rule ROL-7
 * @source ours: a batch is its single questions, and merges none of them
 */
const evaluateAll = (inquiry: Inquiry): Answered =>
  Effect.gen(function*() {
    const { sent } = inquiry
    const isOne = !isObject(sent) || !("evaluations" in sent)
      || (Array.isArray(sent.evaluations) && sent.evaluations.length === 0)
    if (isOne) return yield* evaluate(inquiry)
    const { evaluations, options } = yield* Effect.fromResult(readEvaluations(sent))
    const inquiries = evaluations.map((one) => ({ ...inquiry, sent: withDefaults(sent, one) }))
    switch (options?.evaluations_semantic) {
      case "deny_on_first_deny": return { evaluations: yield* until(inquiries, false) }
      case "permit_on_first_permit": return { evaluations: yield* until(inquiries, true) }
      default: return { evaluations: yield* Effect.forEach(inquiries, evaluateOne, { concurrency }) }
    }
  })

// ------------------------------------------------------------------------------------------------ searches

interface Paged {
  readonly page?: { readonly token?: string; readonly limit?: number }
}

/** An empty token is that of the first page, as it says on the last one that no other follows. */
const pageAsked = ({ page: { token = "", limit = limitUnsaid } = {} }: Paged) =>
  pageOf({ limit, ...(token === "" ? {} : { after: token }) })

const found = <Item>({ items, next = "" }: Page<Item>, write: (item: Item) => object) =>
  ({ results: items.map(write), page: { next_token: next, count: items.length } })

const readSubjects = readerOf(SubjectSearch)
const readResources = readerOf(ResourceSearch)
const readActions = readerOf(ActionSearch)

const searchSubjects = ({ portal, who, sent }: Inquiry): Answered =>
  Effect.gen(function*() {
    const asked = yield* Effect.fromResult(readSubjects(sent))
    const premise = yield* premiseOf(who, asked)
    const wanted = { permission: asked.action.name, thing: asked.resource }
    const page = yield* portal.whoMayDo(who.actor, premise, wanted, pageAsked(asked))
    return found(page, ({ userId: id }) => ({ type: "user", id }))
  })

const searchResources = ({ portal, who, sent }: Inquiry): Answered =>
  Effect.gen(function*() {
    const asked = yield* Effect.fromResult(readResources(sent))
    const { subject, action, resource: { type } } = asked
    const premise = yield* premiseOf(who, asked)
    const wanted = { userId: subject.id, permission: action.name, type }
    const page = yield* portal.onWhatMay(who.actor, premise, wanted, pageAsked(asked))
    return found(page, ({ id }) => ({ type, id }))
  })

const searchActions = ({ portal, who, sent }: Inquiry): Answered =>
  Effect.gen(function*() {
    const asked = yield* Effect.fromResult(readActions(sent))
    const premise = yield* premiseOf(who, asked)
    const wanted = { userId: asked.subject.id, thing: asked.resource }
    const page = yield* portal.whatMay(who.actor, premise, wanted, pageAsked(asked))
    return found(page, (name) => ({ name }))
  })

/** What each address answers. */
export const questions = new Map<string, (inquiry: Inquiry) => Answered>([
  ["evaluation", evaluate], ["evaluations", evaluateAll], ["search/subject", searchSubjects],
  ["search/resource", searchResources], ["search/action", searchActions]
])

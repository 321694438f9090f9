/** Each question of AuthZEN, put to the portal, and the portal's answer with its reasons. */
import {
  BadInput, type Level, type Page, type PageRequest, type Path, type Portals, type Unavailable as StorageUnavailable,
  type User
} from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { orUnavailable } from "../answer.ts"
import { CurrentExchange, type Exchange } from "../exchange.ts"
import { documentOf } from "../problem.ts"
import { limitUnsaid } from "../rows.ts"
import type { AnyTold } from "../status.ts"
import type { Pages } from "./pages.ts"
import { actionSearch, evaluation, readEvaluations, resourceSearch, subjectSearch } from "./wire.ts"

/** Who asks, and what. */
export interface Inquiry {
  readonly portal: Portals.Portal["Service"]
  readonly who: Portals.SignedIn
  readonly pages: Pages
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

type Premise = Effect.Success<ReturnType<typeof premiseOf>>

/** Whom nobody knows, or what is named in no words of the portal's. */
type Unknown = BadInput | typeof User.NoSuchUser.Type

/**
 * Whoever is unknown may do nothing, and nobody may do what is unknown. That is an answer, and no error; but it is an
 * answer to those only who may ask, which is found out as it is for every other question.
 */
const answered = <Known, Value>(
  { portal, who: { actor } }: Inquiry, { enterprise }: Premise, known: Result.Result<Known, BadInput>,
  ask: (known: Known) => Answered<Value>, no: (why: Unknown) => Value
): Answered<Value> =>
  Result.match(known, {
    onFailure: (why) => Effect.map(portal.roles(actor, enterprise), () => no(why)),
    onSuccess: (found) => Effect.catchTag(ask(found), "NoSuchUser", (why) => Effect.succeed(no(why)))
  })

/** The rule by which a grant gives its power. */
const ruleOfGrants = "ROL-6"

const told = (judgement: Portals.Judgement | Unknown, { locale }: Exchange): Decided => {
  if (judgement._tag === "Allowed") {
    const { grant, through } = judgement
    return { decision: true, context: { rule: ruleOfGrants, grant, ...(through === undefined ? {} : { through }) } }
  }
  const { rule, refusal, why } = documentOf(judgement, locale)
  return { decision: false, context: { rule, refusal, why } }
}

/** Whether a subject may do something to something. */
const evaluate = (inquiry: Inquiry): Answered<Decided> =>
  Effect.gen(function*() {
    const { portal, who: { actor }, sent } = inquiry
    const asked = yield* Effect.fromResult(evaluation.read(sent))
    const premise = yield* premiseOf(inquiry.who, asked)
    const exchange = yield* CurrentExchange
    return yield* answered(inquiry, premise, evaluation.recognise(asked), ({ subject, action, resource }) =>
      Effect.map(
        portal.judge(actor, premise, { userId: subject.id, permission: action.name, thing: resource }),
        (judgement) => told(judgement, exchange)
      ), (why) => told(why, exchange))
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

const limitMax = 500
const none: Page<never> = { items: [] }

/**
 * A page of what was found, and the token of the next one: empty on the last one. The question is part of the token,
 * so that none goes on with another. Who wants no items learns only whether there are any, and may then go on from
 * where they are.
 */
const paged = <Item>(
  { pages: { open, seal } }: Inquiry, { page = {} }: Paged, question: ReadonlyArray<unknown>,
  ask: (page: PageRequest) => Answered<Page<Item>>, write: (item: Item) => object
): Answered =>
  Effect.gen(function*() {
    const { token = "", limit = limitUnsaid } = page
    const asked = JSON.stringify(question)
    const after = token === "" ? "" : yield* open(token, asked)
    const found = yield* ask({
      limit: Math.min(Math.max(limit, 1), limitMax), ...(after === "" ? {} : { after })
    })
    const isMore = found.items.length > 0 || found.next !== undefined
    const { items, next }: Page<Item> = limit > 0 ? found : { items: [], ...(isMore ? { next: after } : {}) }
    const next_token = next === undefined ? "" : yield* seal(next, asked)
    return { page: { next_token, count: items.length }, results: items.map(write) }
  })

const searchSubjects = (inquiry: Inquiry): Answered =>
  Effect.gen(function*() {
    const { portal, who, sent } = inquiry
    const asked = yield* Effect.fromResult(subjectSearch.read(sent))
    const premise = yield* premiseOf(who, asked)
    const { action, resource } = asked
    const ask = (page: PageRequest) =>
      answered(inquiry, premise, subjectSearch.recognise(asked), (known) =>
        portal.whoMayDo(who.actor, premise, { permission: known.action.name, thing: known.resource }, page), () => none)
    const question = ["subject", premise, action.name, resource.type, resource.id]
    return yield* paged(inquiry, asked, question, ask, ({ userId: id }) => ({ type: "user", id }))
  })

const searchResources = (inquiry: Inquiry): Answered =>
  Effect.gen(function*() {
    const { portal, who, sent } = inquiry
    const asked = yield* Effect.fromResult(resourceSearch.read(sent))
    const premise = yield* premiseOf(who, asked)
    const { subject, action, resource: { type } } = asked
    const ask = (page: PageRequest) =>
      answered(inquiry, premise, resourceSearch.recognise(asked), (known) => portal.onWhatMay(who.actor, premise, {
        userId: known.subject.id, permission: known.action.name, type: known.resource.type
      }, page), () => none)
    const question = ["resource", premise, subject.id, action.name, type]
    return yield* paged(inquiry, asked, question, ask, ({ id }) => ({ type, id }))
  })

const searchActions = (inquiry: Inquiry): Answered =>
  Effect.gen(function*() {
    const { portal, who, sent } = inquiry
    const asked = yield* Effect.fromResult(actionSearch.read(sent))
    const premise = yield* premiseOf(who, asked)
    const { subject, resource } = asked
    const ask = (page: PageRequest) =>
      answered(inquiry, premise, actionSearch.recognise(asked), (known) =>
        portal.whatMay(who.actor, premise, { userId: known.subject.id, thing: known.resource }, page), () => none)
    const question = ["action", premise, subject.id, resource.type, resource.id]
    return yield* paged(inquiry, asked, question, ask, (name) => ({ name }))
  })

/** What each address answers. */
export const questions = new Map<string, (inquiry: Inquiry) => Answered>([
  ["evaluation", evaluate], ["evaluations", evaluateAll], ["search/subject", searchSubjects],
  ["search/resource", searchResources], ["search/action", searchActions]
])

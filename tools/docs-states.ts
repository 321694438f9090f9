/** The pages of states: every status, what each order does in it, and a diagram, from walking the rules themselves. */
import { diagram, explore, type Transition } from "@intendant/conformance"
import { Account, Credential, Policy, User } from "@intendant/core"
import * as Result from "effect/Result"
import { accountWalks, policyWalk, tokenWalk, userWalk } from "./docs-walks.ts"
import { table } from "./docs-table.ts"

interface Tagged {
  readonly _tag: string
}
interface Status {
  readonly fields: { readonly _tag: { readonly schema: { readonly literal: string } } }
}
/** The statuses in the order in which the model tells them. */
interface Union {
  readonly members: ReadonlyArray<Status>
}
type Steps<State, Command, Event, Refusal extends Tagged, Facts> =
  ReadonlyArray<Transition<State, Command, Event, Refusal, Facts>>

const fenced = (text: string) => `\`\`\`mermaid\n${text.trimEnd()}\n\`\`\``

/** What became of one step, in a word or two. */
const outcomeOf = <State extends Tagged, Command, Event, Refusal extends Tagged, Facts>(
  { from, to, decision }: Transition<State, Command, Event, Refusal, Facts>
): string => {
  if (Result.isFailure(decision)) return `\`${decision.failure._tag}\``
  if (from._tag !== to._tag) return `→ ${to._tag}`
  return decision.success.length === 0 ? "nothing" : "accepted"
}

/** What each order does in each status: everything that can come of it, whatever else holds. */
const matrix = <State extends Tagged, Command extends Tagged, Event, Refusal extends Tagged, Facts>(
  steps: Steps<State, Command, Event, Refusal, Facts>, union: Union
): string => {
  const statuses = union.members.map(({ fields }) => fields._tag.schema.literal)
  const outcomes = new Map<string, Set<string>>()
  for (const step of steps) {
    const place = `${step.command._tag} ${step.from._tag}`
    outcomes.set(place, (outcomes.get(place) ?? new Set()).add(outcomeOf(step)))
  }
  const orders = [...new Set(steps.map(({ command }) => command._tag))]
  return table(["order", ...statuses], orders.map((order) =>
    [`\`${order}\``, ...statuses.map((status) => [...(outcomes.get(`${order} ${status}`) ?? [])].sort().join(", "))]))
}

const legend = `\`→\` tells the status that follows; "accepted" is a change within the status; "nothing" means that the
order is accepted and had already been carried out; everything else is a refusal ([refusals.md](../refusals.md)).`

export const accountPage = (): string => {
  const sections = Object.entries(accountWalks).map(([portal, walk]) => {
    const steps = explore(walk, walk).filter(walk.isForward)
    const [drawn, told] = [diagram(steps, walk.initial), matrix(steps, Account.Account)]
    return `## Under \`${portal}\`\n\n${fenced(drawn)}\n\n${told}\n`
  })
  return `# The life of an account

Drawn by walking every state that the rules let an account reach, with every order under every circumstance that they
look at. \`OpenRootAccount\` does what \`OpenAccount\` does. Powers are asked for before any of this.

${legend}

${sections.join("\n")}`
}

const page = <State extends Tagged, Command extends Tagged, Event, Refusal extends Tagged, Facts>(
  title: string, union: Union, steps: Steps<State, Command, Event, Refusal, Facts>, initial: State
): string =>
  `# ${title}\n\nDrawn by walking every state that the rules let it reach.\n\n${fenced(diagram(steps, initial))}\n\n`
  + `${matrix(steps, union)}\n\n${legend}\n`

export const policyPage = (): string =>
  page("The life of a policy", Policy.Policy, explore(policyWalk, policyWalk), policyWalk.initial)

export const tokenPage = (): string =>
  page("The life of an API token", Credential.Token, explore(tokenWalk, tokenWalk), tokenWalk.initial)

export const userPage = (): string =>
  page("The life of a user", User.User, explore(userWalk, userWalk).filter(userWalk.isHere), userWalk.initial)

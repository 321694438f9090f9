/** What may happen to a policy. First the list of commands, then one rule each, a line per status. */
import * as Match from "effect/Match"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import * as Policy from "./model.ts"
import { faultsOf, isOf } from "./rules.ts"

type Verdict = Decision<Policy.Event, Policy.Refusal>

export const decide = (command: Policy.Command, policy: Policy.Policy, facts: Policy.Facts): Verdict =>
  Match.valueTags(command, {
    DefinePolicy: ({ owner, name, settings }) => define({ owner, name }, settings, policy, facts),
    WithdrawPolicy: ({ owner, name }) => withdraw({ owner, name }, policy, facts)
  })

/**
 * A policy is a named bundle of settings of the portal's catalogue. Defining it again replaces all of them. It belongs
 * to the account that made it: who bears the same name later begins with none.
 *
 * @rule POL-1
 * @source 003, Apply a Policy
 */
const define = (
  ref: Policy.PolicyRef, settings: Settings, policy: Policy.Policy, facts: Policy.Facts
): Verdict => {
  const { ownerId } = facts
  if (ownerId === undefined) return refuse(NoSuchAccount.make({ path: ref.owner }))
  const faults = faultsOf(settings, facts)
  if (faults.length > 0) return refuse(Policy.SettingsUnknown.make({ faults }))
  const defined = accept(Policy.PolicyDefined.make({ ...ref, ownerId, settings }))
  return Match.valueTags(policy, {
    Undefined: () => defined,
    Defined: (before) => isOf(before, ownerId) && same(before.settings, settings) ? nothing : defined,
    Withdrawn: () => defined
  })
}

const withdraw = (policy: Policy.PolicyRef, state: Policy.Policy, { ownerId }: Policy.Facts): Verdict => {
  const unknown = refuse(Policy.NoSuchPolicy.make({ policy }))
  return Match.valueTags(state, {
    Undefined: () => unknown,
    Defined: (defined) => isOf(defined, ownerId) ? accept(Policy.PolicyWithdrawn.make({})) : unknown,
    Withdrawn: () => nothing
  })
}

type Settings = Readonly<Record<string, Policy.SettingValue>>

const same = (one: Settings, other: Settings): boolean =>
  Object.keys(one).length === Object.keys(other).length
  && Object.entries(one).every(([name, value]) => other[name] === value)

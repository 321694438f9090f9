/** What may happen to a policy. First the list of commands, then one rule each, a line per status. */
import * as Match from "effect/Match"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import * as Policy from "./model.ts"
import { faultsOf } from "./rules.ts"

type Verdict = Decision<Policy.Event, Policy.Refusal>

export const decide = (command: Policy.Command, policy: Policy.Policy, facts: Policy.Facts): Verdict =>
  Match.valueTags(command, {
    DefinePolicy: ({ owner, name, settings }) => define({ owner, name }, settings, policy, facts),
    WithdrawPolicy: ({ owner, name }) => withdraw({ owner, name }, policy)
  })

/**
 * A policy is a named bundle of settings of the portal's catalogue. Defining it again replaces all of them.
 *
 * @rule POL-1
 * @source 003, Apply a Policy
 */
const define = (
  ref: Policy.PolicyRef, settings: Settings, policy: Policy.Policy, facts: Policy.Facts
): Verdict => {
  const faults = faultsOf(settings, facts)
  if (faults.length > 0) return refuse(Policy.SettingsUnknown.make({ faults }))
  const defined = accept(Policy.PolicyDefined.make({ ...ref, settings }))
  return Match.valueTags(policy, {
    Undefined: () => defined,
    Defined: ({ settings: before }) => same(before, settings) ? nothing : defined,
    Withdrawn: () => defined
  })
}

const withdraw = (policy: Policy.PolicyRef, state: Policy.Policy): Verdict =>
  Match.valueTags(state, {
    Undefined: () => refuse(Policy.NoSuchPolicy.make({ policy })),
    Defined: () => accept(Policy.PolicyWithdrawn.make({})),
    Withdrawn: () => nothing
  })

type Settings = Readonly<Record<string, Policy.SettingValue>>

const same = (one: Settings, other: Settings): boolean =>
  Object.keys(one).length === Object.keys(other).length
  && Object.entries(one).every(([name, value]) => other[name] === value)

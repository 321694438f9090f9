/** What a policy becomes once something has happened to it. */
import * as Policy from "./model.ts"

export const initial: Policy.Policy = Policy.Undefined.make({})

export const evolve = (policy: Policy.Policy, event: Policy.Event): Policy.Policy => {
  switch (event._tag) {
    case "PolicyDefined":
      return Policy.Defined.make({
        owner: event.owner, name: event.name, ownerId: event.ownerId, settings: event.settings
      })
    case "PolicyWithdrawn":
      return policy._tag === "Defined" ? Policy.Withdrawn.make({ owner: policy.owner, name: policy.name }) : policy
  }
}

/** What an API token becomes once something has happened to it. */
import * as Credential from "./model.ts"

export const initial: Credential.Token = Credential.Unissued.make({})

export const evolve = (token: Credential.Token, event: Credential.Event): Credential.Token => {
  switch (event._tag) {
    case "TokenIssued": {
      const { _tag, ...issued } = event
      return Credential.Active.make(issued)
    }
    case "TokenRevoked": {
      if (token._tag !== "Active") return token
      const { _tag, digest: _digest, ...about } = token
      return Credential.Revoked.make(about)
    }
  }
}

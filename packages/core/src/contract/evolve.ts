/** What a contract becomes once something has happened to it, or to the people it covers. */
import * as Match from "effect/Match"
import * as Contract from "./model.ts"

export const initial: Contract.Contract = Contract.Unsigned.make({})

export const evolve = (contract: Contract.Contract, event: Contract.Event): Contract.Contract =>
  Match.valueTags(event, {
    ContractSigned: ({ enterprise, enterpriseId, at, terms }) =>
      Contract.Signed.make({ enterprise, enterpriseId, signedAt: at, terms, seatsTaken: 0, activeAdmins: [] }),
    TermsChanged: ({ terms }) => ifSigned(contract, (signed) => ({ ...signed, terms })),
    SeatsTaken: ({ count }) => ifSigned(contract, (signed) => ({ ...signed, seatsTaken: signed.seatsTaken + count })),
    SeatsGivenBack: ({ count }) =>
      ifSigned(contract, (signed) => ({ ...signed, seatsTaken: Math.max(0, signed.seatsTaken - count) })),
    AdminJoined: ({ userId }) =>
      ifSigned(contract, (signed) => ({ ...signed, activeAdmins: [...without(signed, userId), userId] })),
    AdminLeft: ({ userId }) => ifSigned(contract, (signed) => ({ ...signed, activeAdmins: without(signed, userId) }))
  })

const without = ({ activeAdmins }: Contract.Signed, userId: string): ReadonlyArray<string> =>
  activeAdmins.filter((one) => one !== userId)

const ifSigned = (
  contract: Contract.Contract, change: (signed: Contract.Signed) => Contract.Contract
): Contract.Contract => contract._tag === "Signed" ? change(contract) : contract

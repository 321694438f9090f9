/** What may happen to a contract. First the list of commands, then one rule each, a line per status. */
import * as Match from "effect/Match"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import * as Contract from "./model.ts"
import { sameTerms } from "./rules.ts"

type Verdict = Decision<Contract.Event, Contract.Refusal>

export const decide = (command: Contract.Command, contract: Contract.Contract, facts: Contract.Facts): Verdict =>
  Match.valueTags(command, {
    SignContract: (asked) => sign(asked, contract, facts),
    ChangeTerms: (asked) => change(asked, contract)
  })

/**
 * An enterprise joins by its contract: the mail domains that its people have, how many may have an account, and how
 * much all of them may store together.
 *
 * @rule CTR-9
 * @source 001, Informations générales
 */
const sign = (
  { enterprise, terms }: typeof Contract.SignContract.Type, contract: Contract.Contract,
  { now, newId }: Contract.Facts
): Verdict =>
  Match.valueTags(contract, {
    Unsigned: () => accept(Contract.ContractSigned.make({ enterprise, enterpriseId: newId, at: now, terms })),
    Signed: () => refuse(Contract.AlreadySigned.make({ enterprise }))
  })

const change = ({ enterprise, terms }: typeof Contract.ChangeTerms.Type, contract: Contract.Contract): Verdict =>
  Match.valueTags(contract, {
    Unsigned: () => refuse(Contract.NoContract.make({ enterprise })),
    Signed: (signed) => sameTerms(signed.terms, terms) ? nothing : accept(Contract.TermsChanged.make({ terms }))
  })

/** A file with an account, a policy and a token, as a portal leaves it, and the means to run the program on it. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { Account, type Act, Credential, Path, type Plan, Policy, Segment, type Storage } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { run } from "../src/run.ts"

const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const act: Act = { by: "ada", at: DateTime.formatIso(now), reason: "", command: {}, grants: [] }

/** A folder for one test, and the name of a file in it. */
export const freshPlace = (): { readonly file: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), "intendant-cli-"))
  return { file: join(folder, "portal.db"), remove: () => rmSync(folder, { recursive: true }) }
}

/** Runs the program, and gives its exit code with everything it said. */
export const runProgram = async (...words: ReadonlyArray<string>) => {
  const { code, out, err } = await runForFile(...words)
  return { code, out, err }
}

/** The same, with the file that it wrote. */
export const runForFile = (...words: ReadonlyArray<string>) => runWithInput("", ...words)

/** The same, with something that comes through a pipe. */
export const runWithInput = async (piped: string, ...words: ReadonlyArray<string>) => {
  const [out, err]: [Array<string>, Array<string>] = [[], []]
  const pieces: Array<Uint8Array> = []
  const code = await run(words, {
    out: (line) => { out.push(line) }, err: (line) => { err.push(line) },
    input: Readable.from([Buffer.from(piped)]),
    bytes: async (written) => { for await (const piece of written) pieces.push(piece) }
  })
  return { code, out, err, file: Buffer.concat(pieces) }
}

const path = Path.make("acme>nas")
const opened = Account.AccountOpened.make({ path, accountId: Account.AccountId.make("acc_1"), at: now })
const described = Account.DetailsChanged.make({ comment: "in the cellar" })
const policyDefined = Policy.PolicyDefined.make({
  owner: Path.make("acme"), name: Segment.make("nightly"), ownerId: "acc_1", settings: { retries: 3 }
})
const tokenIssued = Credential.TokenIssued.make({
  tokenId: Credential.TokenId.make("tok_1"), owner: Credential.AccountOwner.make({ path, accountId: opened.accountId }),
  label: "backup", digest: "d", issuedAt: now
})

const plan = (more: Partial<Plan>): Plan => ({ act, changes: [], ledger: [], due: [], once: [], ...more })

/** Opens an account, defines a policy and issues a token; then a refusal and a credential, which fold to nothing. */
export const fill = ({ records }: Pick<Storage, "records">): Promise<void> =>
  Effect.runPromise(Effect.gen(function*() {
    const account = [opened, described].reduce(Account.evolve, Account.initial)
    yield* records.commit(plan({ changes: [
      { concept: "account", id: path, basedOn: 0, next: Account.concept.state.write(account),
        events: [opened, described].map(Account.concept.event.write) },
      { concept: "policy", id: "acme>>nightly", basedOn: 0,
        next: Policy.concept.state.write(Policy.evolve(Policy.initial, policyDefined)),
        events: [Policy.concept.event.write(policyDefined)] },
      { concept: "token", id: "tok_1", basedOn: 0,
        next: Credential.tokens.state.write(Credential.evolve(Credential.initial, tokenIssued)),
        events: [Credential.tokens.event.write(tokenIssued)] },
      { concept: "credential", id: "acc_1", basedOn: 0, next: { hash: "h" }, events: [] }
    ] }))
    yield* records.note(act, { concept: "account", id: "acme>ghost" }, { _tag: "NoSuchAccount" }, [])
  }))

/** Changes the comment of the account, as a portal does. */
export const describe = ({ records }: Pick<Storage, "records">, comment: string): Promise<void> =>
  Effect.runPromise(Effect.gen(function*() {
    const event = Account.DetailsChanged.make({ comment })
    const state = [opened, described, event].reduce(Account.evolve, Account.initial)
    yield* records.commit(plan({ changes: [{
      concept: "account", id: path, basedOn: 1, next: Account.concept.state.write(state),
      events: [Account.concept.event.write(event)]
    }] }))
  }))

/** The ways to accounts and policies: orders, screens, and where a setting comes from. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Account from "../account/index.ts"
import type * as Credential from "../credential/index.ts"
import type { Codec } from "../kernel/concept.ts"
import { onceGuard } from "../kernel/once.ts"
import type { Page, PageRequest } from "../kernel/page.ts"
import { lineage, type Path } from "../kernel/path.ts"
import { type Actor, NoSuchAccount, permit, permitBelow, seeing } from "../kernel/permit.ts"
import { Conflict, Unavailable } from "../kernel/records.ts"
import { read, type Submission } from "../kernel/run.ts"
import * as Policy from "../policy/index.ts"
import type { AccountView, Blueprint } from "./model.ts"
import type { Ports } from "./ports.ts"

/** What is told to whoever waits in vain: other writers were always faster, or the storage is away. Ask again. */
const withoutConflict = <Value, Failure>(attempt: Effect.Effect<Value, Failure | Conflict>) =>
  Effect.catchIf(attempt, (failure) => failure instanceof Conflict, (cause) => Effect.fail(new Unavailable({ cause })))

/** An account as it is shown, under this portal's blueprint. */
const viewer = (blueprint: Blueprint) => (account: Account.Account): AccountView => ({
  account,
  capabilities: Account.Capability.literals.filter((capability) => Account.may(account, capability, blueprint)),
  alertable: Account.may(account, "alert", blueprint)
})

const repeatable = <Command>(
  { command }: { readonly command: Codec<Command> }, submission: Submission<Command>, key: string | undefined
) => ({ actor: submission.actor, asked: () => command.write(submission.command), key })

/** Everything that changes an account or a policy. */
export const orders = (ports: Ports, blueprint: Blueprint, credentials: Credential.Credentials) => {
  const submitAccount = Account.submitter({ ...ports, credentials }, blueprint)
  const submitPolicy = Policy.submitter(ports.records, blueprint, (owner) =>
    Account.ownerOf(ports.records, owner))
  const accountsOnce = onceGuard(ports, "account", Account.concept)
  const policiesOnce = onceGuard(ports, "policy", Policy.concept)

  const submit = (submission: Submission<Account.Command>, key?: string) =>
    withoutConflict(accountsOnce(repeatable(Account.concept, submission, key), (remember) =>
      submitAccount(submission, remember)))

  return {
    /**
     * Carries out one command on one account: the only way in which an account ever changes. Sent again within a day
     * under the same key, it is answered as it was the first time.
     */
    submit,

    /** Carries out many, each on its own: what becomes of one changes nothing for the others. */
    submitAll: (actor: Actor, commands: ReadonlyArray<Account.Command>, reason: string) =>
      Effect.forEach(commands, (command) => Effect.result(submit({ actor, command, reason })), { concurrency: 16 }),

    /** Makes or withdraws a policy. */
    submitPolicy: (submission: Submission<Policy.Command>, key?: string) =>
      withoutConflict(policiesOnce(repeatable(Policy.concept, submission, key), (remember) =>
        submitPolicy(submission, remember)))
  }
}

/** Everything that is asked about accounts. */
export const screens = ({ records, accountLists }: Ports, blueprint: Blueprint) => {
  const viewOf = viewer(blueprint)
  const viewed = ({ items, ...rest }: Page<Account.Known>): Page<AccountView> => ({ items: items.map(viewOf), ...rest })
  return {
    viewOf,

    /** One account, for who may see it. */
    account: Effect.fnUntraced(function*(actor: Actor, path: Path) {
      yield* Effect.fromResult(permit(actor, seeing, path))
      const account = yield* Account.load(records, path)
      return account._tag === "Absent" ? yield* Effect.fail(NoSuchAccount.make({ path })) : viewOf(account)
    }),

    /** The account list of a group, or of the whole installation for who sees all of it. */
    browse: Effect.fnUntraced(function*(actor: Actor, scope: Account.Scope, page: PageRequest) {
      yield* Effect.fromResult(permitBelow(actor, seeing, scope))
      return viewed(yield* accountLists.below(scope, yield* DateTime.now)(page))
    }),

    /** The accounts of one status, hidden ones included: for who may recall them. */
    browseStatus: Effect.fnUntraced(function*(
      actor: Actor, scope: Account.Scope, status: typeof Account.Status.Type, page: PageRequest
    ) {
      yield* Effect.fromResult(permitBelow(actor, "account.recall", scope))
      return viewed(yield* accountLists.byStatus(scope, status)(page))
    }),

    /** Every setting as it holds for an account, and where its value comes from. */
    settings: Effect.fnUntraced(function*(actor: Actor, path: Path) {
      yield* Effect.fromResult(permit(actor, seeing, path))
      const given = yield* Effect.forEach(lineage(path), (place) => policyOf(records, place), {
        concurrency: "unbounded"
      })
      return Policy.resolve(given, blueprint)
    })
  }
}

const policyOf = Effect.fnUntraced(function*(records: Ports["records"], path: Path) {
  const account = yield* Account.load(records, path)
  if (!Account.isLiving(account) || account.policy === null) return { path }
  const kept = yield* records.load({ concept: Policy.concept.name, id: Policy.keyOf(account.policy) })
  const { state: policy } = read(Policy.concept, kept)
  const { ownerId } = yield* Account.ownerOf(records, account.policy.owner)
  return Policy.isOf(policy, ownerId) ? { path, policy } : { path }
})

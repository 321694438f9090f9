/** Opens a world on a storage: the portal of a scenario, its clock, its worker, and the tokens of who works there. */
import { type Account, Path, Portals, Quota, type Storage, Unavailable } from "@intendant/core"
import { type Intendant, open } from "@intendant/core/promises"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { backupAccountsClassic } from "../backup-accounts-classic.ts"
import { backupAccounts } from "../backup-accounts.ts"
import { secureWorkspace } from "../secure-workspace.ts"
import { virtualClock } from "./clock.ts"
import { postOffice } from "./post.ts"
import type { BlueprintJson, DestroyedData, Front, Ground, Kept, PortalName, Scenario } from "./world.ts"

/** A portal as it is, before anybody stands before it. */
export interface House {
  /** The portal, for a host to serve. */
  readonly portal: Portals.Portal["Service"]
  /** The same portal, asked without a host. */
  readonly intendant: Intendant
  /** What every question must be asked with: the clock of the scenario, and silence, for some failures are meant. */
  readonly layer: Layer.Layer<never>
  readonly ports: Portals.Ports
}

/** Puts a host before the portal, and gives the ways in through it. */
export type Serve = (house: House) => Promise<Front>

/** The portal is asked in the same process, through the promises of the library. */
export const inProcess: Serve = async ({ intendant }) => intendant

const blueprints: Readonly<Record<PortalName, BlueprintJson>> = {
  "backup-accounts": backupAccounts, "backup-accounts-classic": backupAccountsClassic,
  "secure-workspace": secureWorkspace
}

/** A Thursday in winter: in Paris it is an hour later. */
const start = "2026-01-15T10:00:00.000Z"

/** Carries out one scenario on an empty storage, and leaves it to who gave it. */
export const carryOut = async (scenario: Scenario, ground: Ground, serve: Serve): Promise<void> => {
  const clock = virtualClock(start)
  const { data, accountData } = dataHouse()
  const layer = Layer.merge(clock.layer, Logger.layer([]))
  const { secrets, strength, storage, authenticator, templates } = ground
  const { gateways, postOf } = postOffice(templates)
  const others = { secrets, strength, authenticator, accountData, gateways }
  const ports = { ...storage, ...others }
  const blueprint = { ...blueprints[scenario.blueprint], ...scenario.parameters }
  const intendant = open({ blueprint, storage, ...others, layer })
  const portal = Portals.makePortal(ports, Schema.decodeUnknownSync(Portals.Blueprint)(blueprint))
  const front = await serve({ portal, intendant, layer, ports })
  try {
    const { close: _close, ...door } = front
    const { as } = door
    await scenario.run({
      ...door, clock, data, post: postOf(intendant.dispatch), kept: keptIn(ground.storage), work: intendant.work,
      operator: as(await tokenOf(portal, layer, "operator")), support: as(await tokenOf(portal, layer, "support"))
    })
  } finally {
    await front.close()
    await intendant.close()
  }
}

/** A token of a role, made by the operator. */
const tokenOf = async (portal: House["portal"], layer: House["layer"], role: "operator" | "support") => {
  const { actor } = portal.roleDesk("operator")
  const issuing = portal.issueToken(actor, { owner: { _tag: "RoleOwner", role }, label: role })
  const { token } = await Effect.runPromise(Effect.provide(issuing, layer))
  if (token === undefined) throw new Error("a new token is shown")
  return Redacted.value(token)
}

/** Where the data of accounts would lie: it remembers what was destroyed. */
const dataHouse = () => {
  const destroyed: Array<string> = []
  let isReachable = true
  const data: DestroyedData = {
    accountIds: () => destroyed,
    setReachable: (reachable) => { isReachable = reachable }
  }
  const accountData: Account.AccountData["Service"] = {
    destroy: (accountId) => Effect.suspend(() => {
      if (!isReachable) return Effect.fail(new Unavailable({ cause: "the data cannot be reached" }))
      destroyed.push(accountId)
      return Effect.void
    })
  }
  return { data, accountData }
}

const pageMost = 500

const keptIn = ({ records }: Storage): Kept => ({
  accountLines: (path) => Effect.runPromise(records.history({ concept: "account", id: Path.make(path) })),
  quotaLines: (node) => Effect.runPromise(records.history({ concept: Quota.journalConcept, id: node })),
  journal: async () => {
    const lines: Array<string> = []
    let after: string | undefined
    do {
      const page = await Effect.runPromise(
        records.journal({ limit: pageMost, ...(after === undefined ? {} : { after }) }))
      lines.push(...page.items.map((line) => JSON.stringify(line)))
      after = page.next
    } while (after !== undefined)
    return lines.join("\n")
  },
  record: async (concept, id) =>
    Option.getOrUndefined(Option.map(await Effect.runPromise(records.load({ concept, id })), ({ state }) => state))
})

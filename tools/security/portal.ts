/** A portal for tests, on any storage, with a clock that moves when it is told, and hashes that cost little. */
import { backupAccounts } from "@intendant/blueprints"
import { virtualClock } from "@intendant/blueprints/scenarios"
import type { Storage } from "@intendant/core"
import { type Answer, type Desk, type Intendant, open } from "@intendant/core/promises"
import * as Secrets from "@intendant/secrets-node"
import { expect } from "vitest"

const cheap = { memoryKibibytes: 8, passes: 1, lanes: 1 } as const
export const password = "correct horse battery"

export interface World {
  readonly portal: Intendant
  readonly operator: Desk
  readonly advance: (seconds: number) => void
  /** How many passwords were compared so far. */
  readonly compared: () => number
}

/** Opens a portal with one root account, `acme`, under the blueprint of backup accounts, changed as told. */
export const openWorld = async (storage: Storage, changes: Partial<typeof backupAccounts> = {}): Promise<World> => {
  const clock = virtualClock("2026-06-01T10:00:00.000Z")
  const secrets = Secrets.make({ cost: cheap })
  let comparisons = 0
  const counted = {
    ...secrets,
    verify: (...asked: Parameters<typeof secrets.verify>) => {
      comparisons += 1
      return secrets.verify(...asked)
    }
  }
  const portal = open({
    blueprint: { ...backupAccounts, ...changes }, storage, secrets: counted, layer: clock.layer
  })
  const operator = portal.asRole("operator")
  valueOf(await operator.submit({ _tag: "OpenRootAccount", name: "acme", password }))
  return { portal, operator, advance: (seconds) => clock.advance({ seconds }), compared: () => comparisons }
}

/** The value of an answer that must be a yes. */
export const valueOf = <Value>(answer: Answer<Value>): Value => {
  if (!answer.ok) throw new Error(`refused: ${answer.why.en}`)
  return answer.value
}

/** The obstacle of an answer that must be a no. */
export const obstacleOf = (answer: Answer<unknown>): string => {
  expect(answer.ok).toBe(false)
  return answer.ok ? "" : answer.refusal._tag
}

/** The guides of the two portals of backup accounts, as scenarios to be carried out on any storage, by any host. */
import { deletion } from "./deletion.ts"
import { identity } from "./identity.ts"
import { machines } from "./machines.ts"
import { names } from "./names.ts"
import { powers } from "./powers.ts"
import { room } from "./room.ts"
import { settings } from "./settings.ts"
import type { Scenario } from "./world.ts"

export { type ScenarioClock, type Span, type VirtualClock, virtualClock } from "./clock.ts"
export { carryOut, type House, inProcess, type Serve } from "./open-world.ts"
export type { BlueprintJson, DestroyedData, Front, Ground, Kept, PortalName, Scenario, World } from "./world.ts"

export const scenarios: ReadonlyArray<Scenario> = [
  ...names, ...identity, ...machines, ...deletion, ...room, ...settings, ...powers
]

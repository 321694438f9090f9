/** The guides of the portals, as scenarios to be carried out on any storage, by any host. */
import { deletion } from "./deletion.ts"
import { identity } from "./identity.ts"
import { machines } from "./machines.ts"
import { names } from "./names.ts"
import { people } from "./people.ts"
import { peopleLists } from "./people-lists.ts"
import { peopleRoles } from "./people-roles.ts"
import { peopleSharing } from "./people-sharing.ts"
import { peopleSettings } from "./people-settings.ts"
import { powers } from "./powers.ts"
import { room } from "./room.ts"
import { settings } from "./settings.ts"
import { signingIn } from "./signing-in.ts"
import type { Scenario } from "./world.ts"

export { type ScenarioClock, type Span, type VirtualClock, virtualClock } from "./clock.ts"
export { carryOut, type House, inProcess, type Serve } from "./open-world.ts"
export type {
  BlueprintJson, DestroyedData, Front, Ground, Kept, PortalName, Post, Scenario, World
} from "./world.ts"

export const scenarios: ReadonlyArray<Scenario> = [
  ...names, ...identity, ...machines, ...deletion, ...room, ...settings, ...powers,
  ...people, ...signingIn, ...peopleRoles, ...peopleSettings, ...peopleLists,
  ...peopleSharing
]

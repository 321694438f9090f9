/** What is asked about many resources. The list is defined once, as data; adapters must agree with it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Listing, Page, PageRequest } from "../kernel/page.ts"
import { isWithin, type Path } from "../kernel/path.ts"
import type { Unavailable } from "../kernel/records.ts"
import type { Node } from "./model.ts"

/** Every resource at or below a place, by its place. */
export const within = (place: Path): Listing<Node> => ({
  holds: (node) => isWithin(node.place, place),
  key: (node) => node.place
})

export class ResourceLists extends Context.Service<ResourceLists, {
  readonly within: (place: Path) => (page: PageRequest) => Effect.Effect<Page<Node>, Unavailable>
}>()("@intendant/core/ResourceLists") {}

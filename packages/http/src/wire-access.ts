/** The shapes of the wire around files of people, resources, and who may do what. */
import { Cursor, Grant, Path, Permission, Portals, Quota, Resource, Statistics } from "@intendant/core"
import { ResourceOrder as AnyResourceOrder, ResourceWish as Wish, Told } from "@intendant/core/promises"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { Limit } from "./wire.ts"

const reason = { reason: Schema.optionalKey(Portals.Reason) }
const page = { after: Schema.optionalKey(Cursor), limit: Schema.optionalKey(Limit) }
const next = { next: Schema.optionalKey(Schema.String) }

export const ImportFile = Schema.Struct({
  /** The file as it is, in base 64: its encoding and its delimiter are found out. */
  file: Schema.Uint8ArrayFromBase64, dryRun: Schema.optionalKey(Schema.Boolean), ...reason
}).annotate({
  identifier: "ImportFile", description: "One user a line, no header: last name; first name; mail; FR|EN."
})
/** The file as it is, byte for byte. */
export const ImportedFile = Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array({ contentType: "text/csv" })).annotate({
  description: "The file itself, whatever its encoding and its delimiter."
})
export const ImportQuery = Schema.Struct({ dryRun: Schema.optionalKey(Schema.Literals(["true", "false"])) })
export const Imported = Schema.Struct({
  people: Quota.Count, created: Quota.Count, blocked: Quota.Count, present: Quota.Count, faultsTotal: Quota.Count,
  faults: Schema.Array(Told.ImportFaultTold)
}).annotate({
  identifier: "Imported",
  description: "What became of a file, or would where it is only checked. Nobody is created where there is a fault."
})

export const ActivityReport = Schema.Struct({ kind: Statistics.ActivityKind, count: Quota.Amount }).annotate({
  identifier: "ActivityReport", description: "So much of something was done in the portal's own product, today."
})

export const NewResource = Schema.Struct({ wish: Wish, ...reason }).annotate({
  identifier: "NewResource", description: "What is to be made, and where. The id is minted."
})
export const ResourceOrder = Schema.Struct({ command: AnyResourceOrder, ...reason }).annotate({
  identifier: "ResourceOrder", description: "Shares a resource, takes a share back, or sets up a container."
})
export const ResourceShown = Resource.Node.annotate({ identifier: "Resource" })
export const ResourcesShown = Schema.Struct({ items: Schema.Array(ResourceShown), ...next }).annotate({
  identifier: "ResourcePage", description: "Give `next` as `after` to get the next page."
})
export const ResourcesQuery = Schema.Struct({ place: Path, ...page })

const allowed = { grant: Grant, through: Schema.optionalKey(Path) }
export const WhoMayQuery = Schema.Struct({ permission: Permission, place: Path, ...page })
export const WhoMay = Schema.Struct({
  items: Schema.Array(Schema.Struct({ userId: Schema.String, ...allowed })), ...next
}).annotate({ identifier: "WhoMay", description: "A page may have few of them, or none, and another behind it." })
export const OnWhatQuery = Schema.Struct({ permission: Permission, ...page })
export const OnWhat = Schema.Struct({
  items: Schema.Array(Schema.Struct({ place: Path, ...allowed })), ...next
}).annotate({ identifier: "OnWhat", description: "A page may have few of them, or none, and another behind it." })

/** The list of resources as an indexed question. It gives what `pageOf` gives for `Resource.within`. */
import { cut, Resource } from "@intendant/core"
import type { Access } from "./access.ts"
import { json } from "./database.ts"

/** `?` follows `>`: between the two stands everything below a place, and nothing else. The place itself comes first. */
const sql = `
select state from (
  select place, state from resource indexed by resource_place where place = ?1 and place > ?2
  union all
  select * from (
    select place, state from resource indexed by resource_place
    where place > ?1 || '>' and place < ?1 || '?' and place > ?2 order by place limit ?3
  )
) order by place limit ?3`

export const makeResourceLists = ({ read }: Access): Resource.ResourceLists["Service"] => ({
  within: (place) => ({ after = "", limit }) =>
    read((database) => {
      const nodes = database.all(sql, place, after, limit + 1)
        .map((row) => Resource.concept.state.read(json(row, "state")))
      return cut(nodes.filter((resource) => resource._tag === "Node"), Resource.within(place).key, limit)
    })
})

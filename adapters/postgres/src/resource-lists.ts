/** The list of resources as an indexed question. It gives what `pageOf` gives for `Resource.within`. */
import { byCodePoint, cut, Resource } from "@intendant/core"
import type { Driver, Statement } from "./driver.ts"
import { answering } from "./failures.ts"

/** The place itself comes first; then what stands below it, or the rest of that. */
const within: Statement = {
  name: "resource_within",
  text: `select state from (
      (select place, state from {schema}.resource where place = $1 and place > $2)
      union all
      (select place, state from {schema}.resource where place > $3 and place < $4 order by place limit $5)
    ) listed order by place limit $5`
}

export const makeResourceLists = ({ ask }: Driver): Resource.ResourceLists["Service"] => ({
  within: (place) => ({ after = "", limit }) =>
    answering(async () => {
      // `?` follows `>`: between the two stands everything below a place, and nothing else.
      const [first, end] = [`${place}>`, `${place}?`]
      const from = byCodePoint(after, first) > 0 ? after : first
      const nodes = (await ask(within, [place, after, from, end, limit + 1]))
        .map(({ state }) => Resource.concept.state.read(state))
      return cut(nodes.filter((resource) => resource._tag === "Node"), Resource.within(place).key, limit)
    })
})

/** Answers the lists of resources by looking at every one. Slow, and therefore obviously right. */
import { pageOf, Resource } from "@intendant/core"
import { answering, shelfOf, type Store } from "./store.ts"

export const makeResourceLists = (store: Store): Resource.ResourceLists["Service"] => ({
  within: (place) => (page) =>
    answering(store, () => {
      const all = [...shelfOf(store, Resource.concept.name).values()]
        .map(({ state }) => Resource.concept.state.read(JSON.parse(state)))
      return pageOf(all.filter((resource) => resource._tag === "Node"), Resource.within(place), page)
    })
})

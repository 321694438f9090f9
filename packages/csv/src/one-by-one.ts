/** What arrives in batches is handed out one by one. An async generator would do the same in twice the time. */

type Answer<Value> = IteratorResult<Value, void>

/** The same values in the same order. Stopping early stops the batches. */
export const oneByOne = <Value extends object>(
  batches: AsyncGenerator<ReadonlyArray<Value>, void>
): AsyncIterator<Value, void> => {
  let batch: ReadonlyArray<Value> = []
  let index = 0
  let filling: Promise<Answer<Value>> | undefined
  const take = (): Answer<Value> | undefined => {
    const value = batch[index]
    index += 1
    return value === undefined ? undefined : { done: false, value }
  }
  const fill = async (): Promise<Answer<Value>> => {
    for (;;) {
      const answer = await batches.next()
      if (answer.done === true) return answer
      batch = answer.value
      index = 0
      const taken = take()
      if (taken !== undefined) return taken
    }
  }
  const ask = (): Promise<Answer<Value>> => {
    // Whoever asks before the one before was answered waits for their turn.
    if (filling !== undefined) return filling.then(ask)
    const taken = take()
    if (taken !== undefined) return Promise.resolve(taken)
    return filling = fill().finally(() => {
      filling = undefined
    })
  }
  return {
    next: ask,
    return: async () => {
      await batches.return()
      batch = []
      return { done: true, value: undefined }
    }
  }
}

/** The worker of this process: looks again and again for what has fallen due, and never twice at once. */

export interface Worker {
  /** Looks now, after the look that is under way. */
  readonly now: () => Promise<void>
  /** Looks no more, once the look that is under way has ended. */
  readonly stop: () => Promise<void>
}

/** Starts looking. A look that fails is told, and followed by the next one like any other. */
export const startWorker = (
  work: () => Promise<unknown>, failed: (cause: unknown) => void, everyMilliseconds: number
): Worker => {
  let last: Promise<void> = Promise.resolve()
  const now = () => {
    last = last.then(() => work()).then(() => undefined, failed)
    return last
  }
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const again = () => {
    if (!isStopped) timer = setTimeout(() => void now().then(again), everyMilliseconds)
  }
  void now().then(again)
  return {
    now,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      return last
    }
  }
}

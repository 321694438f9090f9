/** Keys by the instant at which they run out: what is over is found without looking at what is not. */

/** Instants are in milliseconds. A key may stand at several instants, and may long be gone when one is reached. */
export interface Deadlines {
  readonly add: (key: string, atMillis: number) => void
  /** The keys whose instant is reached; they stay. */
  readonly reached: (nowMillis: number) => ReadonlyArray<string>
  /** The keys whose instant is reached; they are forgotten. */
  readonly drop: (nowMillis: number) => ReadonlyArray<string>
}

/** Nothing depends on what ran out being gone: a week is left for clocks that do not agree. */
export const patienceMillis = 7 * 24 * 60 * 60 * 1000

interface Deadline {
  readonly key: string
  readonly atMillis: number
}

/** No deadline stands before its parent, so a parent that is not reached answers for all below it. */
type Heap = Array<Deadline>

export const deadlines = (): Deadlines => {
  const heap: Heap = []
  return {
    add: (key, atMillis) => {
      heap.push({ key, atMillis })
      rise(heap)
    },
    reached: (nowMillis) => {
      const found: Array<string> = []
      const open = [0]
      for (let index = open.pop(); index !== undefined; index = open.pop()) {
        const deadline = heap[index]
        if (deadline === undefined || deadline.atMillis > nowMillis) continue
        found.push(deadline.key)
        open.push(2 * index + 1, 2 * index + 2)
      }
      return found
    },
    drop: (nowMillis) => {
      const found: Array<string> = []
      for (let first = heap[0]; first !== undefined && first.atMillis <= nowMillis; first = heap[0]) {
        found.push(first.key)
        removeFirst(heap)
      }
      return found
    }
  }
}

const at = (heap: Heap, index: number): number => heap[index]?.atMillis ?? Number.POSITIVE_INFINITY

const swap = (heap: Heap, one: number, two: number): void => {
  const [left, right] = [heap[one], heap[two]]
  if (left === undefined || right === undefined) return
  heap[one] = right
  heap[two] = left
}

/** Moves the last one up until its parent is as early. */
const rise = (heap: Heap): void => {
  for (let index = heap.length - 1; index > 0;) {
    const parent = (index - 1) >> 1
    if (at(heap, parent) <= at(heap, index)) return
    swap(heap, index, parent)
    index = parent
  }
}

/** The last one takes the place of the first, and moves down until nothing below it is earlier. */
const removeFirst = (heap: Heap): void => {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  heap[0] = last
  for (let index = 0;;) {
    const [left, right] = [2 * index + 1, 2 * index + 2]
    const sooner = at(heap, right) < at(heap, left) ? right : left
    if (at(heap, sooner) >= at(heap, index)) return
    swap(heap, index, sooner)
    index = sooner
  }
}

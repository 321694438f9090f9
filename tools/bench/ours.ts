/** Intendant as the subject of the benches. */
import type { Subject } from "./subject.ts"

export const ours: Subject = {}

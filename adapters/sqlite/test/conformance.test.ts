/** The adapter keeps every promise. */
import { storageSuite } from "@intendant/conformance"
import { it } from "vitest"
import { openFresh } from "./fresh.ts"

storageSuite(it, openFresh)

/** The reference keeps every promise. */
import { storageSuite } from "@intendant/conformance"
import { it } from "vitest"
import { honest } from "../../../packages/conformance/test/mutants/mutation.ts"

storageSuite(it, async () => honest())

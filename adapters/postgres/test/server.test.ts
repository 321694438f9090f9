/** A PostgreSQL server keeps every promise. */
import { storageSuite } from "@intendant/conformance"
import { it } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { openerOf } from "./fresh.ts"

storageSuite(it, openerOf(await freshDatabase()))

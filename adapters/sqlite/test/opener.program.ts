/** Brings a file up to date at the same moment as others, and says what it did. */
import * as Sqlite from "@intendant/sqlite"
import { file, hangUp, say, told } from "./told.ts"

say("ready")
await told()
say(JSON.stringify(await Sqlite.migrate({ file })))
hangUp()

/** The driver that comes with Node: nothing has to be installed for it. */
import { DatabaseSync } from "node:sqlite"
import type { Driver } from "./driver.ts"

// SQLITE_BUSY and SQLITE_LOCKED. The upper bits of a code only say why.
const busyCodes = [5, 6]

export const nodeDriver: Driver = (file) => {
  const database = new DatabaseSync(file)
  return {
    prepare: (sql) => {
      const statement = database.prepare(sql)
      statement.setReadBigInts(true)
      return {
        run: (...values) => statement.run(...values),
        all: (...values) => statement.all(...values)
      }
    },
    exec: (sql) => database.exec(sql),
    isInTransaction: () => database.isOpen && database.isTransaction,
    isBusy: (cause) => busyCodes.includes(codeOf(cause) & 0xff),
    close: () => database.close()
  }
}

const codeOf = (cause: unknown): number =>
  cause instanceof Error && "errcode" in cause && typeof cause.errcode === "number" ? cause.errcode : 0

/** A driver that lets the test at the very connection that the adapter uses. */
import { DatabaseSync } from "node:sqlite"
import type { Driver } from "@intendant/sqlite"

/** A driver, and the connection that it opened last. */
export const openDriver = (): { readonly driver: Driver; readonly connection: () => DatabaseSync } => {
  const opened: Array<DatabaseSync> = []
  return {
    driver: (file) => {
      const database = new DatabaseSync(file)
      opened.push(database)
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
        isInTransaction: () => database.isTransaction,
        isBusy: (cause) => cause instanceof Error && cause.message.includes("locked"),
        close: () => database.close()
      }
    },
    connection: () => {
      const database = opened.at(-1)
      if (database === undefined) throw new Error("nothing was opened yet")
      return database
    }
  }
}

/** What people do, counted by day: a row for each kind and day of an enterprise, and every count is added to it. */
import { Statistics } from "@intendant/core"
import * as Exit from "effect/Exit"
import type { Access } from "./access.ts"
import { integer, text } from "./database.ts"

export const makeActivity = ({ read, write }: Access): Statistics.Activity["Service"] => ({
  add: (enterprise, kind, day, count) =>
    write((database) => {
      database.run(
        `insert into activity (enterprise, day, kind, count) values (?, ?, ?, ?)
         on conflict (enterprise, day, kind) do update set count = count + excluded.count`,
        enterprise, day, kind, count
      )
      return Exit.void
    }),

  perDay: (enterprise, from, to) =>
    read((database) =>
      database.all(
        `select day, kind, count from activity where enterprise = ? and day >= ? and day <= ? order by day, kind`,
        enterprise, from, to
      ).map((row) => ({
        kind: text(row, "kind"), day: Statistics.Day.make(text(row, "day")), count: integer(row, "count")
      })))
})

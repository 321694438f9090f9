/** What people do, counted by day: a row for each kind and day of an enterprise, and every count is added to it. */
import { Statistics } from "@intendant/core"
import type { Driver, Statement } from "./driver.ts"
import { answering } from "./failures.ts"

const add: Statement = {
  name: "activity_add",
  text: `insert into {schema}.activity as t (enterprise, day, kind, count) values ($1, $2, $3, $4)
    on conflict (enterprise, day, kind) do update set count = t.count + excluded.count`
}
const perDay: Statement = {
  name: "activity_per_day",
  text: `select day, kind, count from {schema}.activity
    where enterprise = $1 and day >= $2 and day <= $3 order by day, kind`
}

export const makeActivity = ({ ask }: Driver): Statistics.Activity["Service"] => ({
  add: (enterprise, kind, day, count) =>
    answering(async () => void await ask(add, [enterprise, day, kind, count])),

  perDay: (enterprise, from, to) =>
    answering(async () =>
      (await ask(perDay, [enterprise, from, to])).map((row) => ({
        kind: String(row["kind"]), day: Statistics.Day.make(String(row["day"])), count: Number(row["count"])
      })))
})

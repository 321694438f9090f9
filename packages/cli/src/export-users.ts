/** Writes the people of an enterprise as a file that can be imported again. */
import { type PageRequest, User } from "@intendant/core"
import { writeRows } from "@intendant/csv"
import type { PeopleRequest } from "./arguments.ts"
import type { Lines } from "./lines.ts"
import { answerOf, openDesk } from "./portal.ts"

/** Gives the exit code. */
export const exportUsers = async (request: PeopleRequest, { bytes }: Lines): Promise<number> => {
  const { enterprise, language } = request
  const { portal, actor, close } = await openDesk(request)
  try {
    await answerOf(portal.contract(actor, enterprise), language)
    const query = User.exportQuery(enterprise)
    const ask = (page: PageRequest) => answerOf(portal.users(actor, query, page), language)
    await bytes(writeRows(User.exportedRows(await ask(User.exportStart), ask), { delimiter: ";" }))
    return 0
  } finally {
    await close()
  }
}

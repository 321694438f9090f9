/** Every page that is written from the code, by its file. */
import { httpPage } from "./docs-http.ts"
import { parametersPage } from "./docs-parameters.ts"
import { refusalsPage } from "./docs-refusals.ts"
import { rulesPage } from "./docs-rules.ts"
import { accountPage, policyPage, tokenPage, userPage } from "./docs-states.ts"

export const pages = (): ReadonlyMap<string, string> => new Map([
  ["docs/rules.md", rulesPage()],
  ["docs/refusals.md", refusalsPage()],
  ["docs/parameters.md", parametersPage()],
  ["docs/http.md", httpPage()],
  ["docs/states/account.md", accountPage()],
  ["docs/states/policy.md", policyPage()],
  ["docs/states/token.md", tokenPage()],
  ["docs/states/user.md", userPage()]
])

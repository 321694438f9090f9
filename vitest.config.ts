/** How the tests are found and run: from the sources, and quietly. */
import { defaultServerConditions } from "vite"
import { defineConfig } from "vitest/config"

const conditions = ["@intendant/source", ...defaultServerConditions]
/** Where a report for machines goes, if anybody wants one. */
const report = process.env["INTENDANT_REPORT"]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{packages,adapters,examples}/*/{src,test}/**/*.test.ts", "tools/**/*.test.ts"],
    globalSetup: ["tools/postgres-setup.ts", "tools/left-out-setup.ts"],
    reporters: report === undefined ? ["minimal"] : ["minimal", ["json", { outputFile: report }]],
    testTimeout: 60_000,
    hookTimeout: 60_000
  }
})

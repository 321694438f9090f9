/** The page that shows the interface. It holds everything itself, and its policy forbids it to fetch anything else. */

const block = (tag: string) => new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, "g")

const hashOf = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`
}

const hashesOf = async (html: string, tag: string): Promise<string> =>
  (await Promise.all([...html.matchAll(block(tag))].map(([, text = ""]) => hashOf(text)))).join(" ")

const made = async (html: string): Promise<string> =>
  [
    "default-src 'none'", `script-src ${await hashesOf(html, "script")}`, `style-src ${await hashesOf(html, "style")}`,
    "img-src data:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"
  ].join("; ")

/** There is one page in a process, so that its two megabytes are looked through once. */
const policies = new Map<string, Promise<string>>()

/** What the page may do: run and style what it holds, try out this very interface, and nothing else. */
export const policyOf = (html: string): Promise<string> => {
  const policy = policies.get(html) ?? made(html)
  policies.set(html, policy)
  return policy
}

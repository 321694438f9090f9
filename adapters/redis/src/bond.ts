/** What ties sessions and secrets to their subject, and to the reign of the server that wrote them. */
import { randomUUID } from "node:crypto"

/*
 * A reign is the time in which one server is the primary without interruption. Redis names it itself: the replication
 * id is drawn anew whenever a server starts or is promoted. A server that begins to reign may lack the last things
 * that its predecessor, or the process before it, acknowledged: that a code was used, that a session was revoked. So
 * what was kept in an earlier reign is never believed again, however it came back: from a file, from a replica, or by
 * failing over there and back. (The id of the process would not do: it is the same after there and back.)
 *
 * The price: whenever a reign ends, people sign in again and ask for another code. Besides restarts and fail-overs,
 * Redis ends one when the first replica ever is attached, when the last one was gone for longer than
 * `repl-backlog-ttl` (0 is for ever), and in a cluster a slot that moves comes under another reign.
 *
 * Each subject has one bond for its sessions and one for its secrets: the reign, and a name used once. Whatever is
 * kept bears the bond of its subject; what bears another one is as good as gone. So all of a subject's sessions end at
 * the same instant, however many there are, when its bond does. What is left behind expires.
 */

/** What a new bond is named, should one be needed. */
export const newName = (): string => randomUUID()

/** Opens every script that looks at a bond (the first key): `bond` is false where none holds under this reign. */
export const withBond = `
local bond = redis.call("GET", KEYS[1])
if bond and string.sub(bond, 1, #reign) ~= reign then bond = false end
`

/** Makes `bond` hold as long as what is kept now (ARGV[2], in milliseconds), under the name ARGV[1] if it is new. */
export const tied = `
if bond then
  redis.call("PEXPIRE", KEYS[1], ARGV[2], "GT")
else
  bond = reign .. "/" .. ARGV[1]
  redis.call("SET", KEYS[1], bond, "PX", ARGV[2])
end
`

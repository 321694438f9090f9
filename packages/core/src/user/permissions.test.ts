/** The powers that an order needs, by whom it is about. */
import { expect, it } from "vitest"
import { ordersAbout, rival, users } from "../../test/people.ts"
import { isKnown } from "./known.ts"
import { permissionsOf } from "../kernel/permit.ts"
import { permissions } from "./permissions.ts"

it("SEC-35 SEC-40 an order about another enterprise's user needs what one about nobody does: no role shows", () => {
  for (const command of Object.values(ordersAbout())) {
    const nobody = permissionsOf(permissions, command, users.Absent)
    for (const user of Object.values(users).filter(isKnown)) {
      expect(permissionsOf(permissions, command, { ...user, enterprise: rival })).toEqual(nobody)
    }
  }
})

it("ROL-1 an order about somebody of the enterprise needs the power over their role", () => {
  const { SuspendUser, EditUser } = ordersAbout()
  const needed = (role: string) => permissionsOf(permissions, SuspendUser, { ...users.Active, role })
  expect(["admin", "user"].map(needed)).toEqual([["user.suspend.admin"], ["user.suspend.user"]])
  expect(permissionsOf(permissions, { ...EditUser, role: "manager" }, users.Active))
    .toEqual(["user.edit.admin", "user.assign.admin", "user.assign.manager"])
})

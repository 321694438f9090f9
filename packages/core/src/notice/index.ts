/** What is told to people, how it is worded, and how it leaves. */
export {
  Channel, type KindBy, NoticeKind, notices, type Texts, type Values, Variable
} from "./kinds.ts"
export * from "./model.ts"
export { decide } from "./decide.ts"
export { evolve, initial } from "./evolve.ts"
export { permissions } from "./permissions.ts"
export { editedBy, samplesOf, variablesOf } from "./rules.ts"
export type { Delivery } from "./delivery.ts"
export { type Letter, Mailer } from "./mailer.ts"
export { type TemplateFault, Templates } from "./templates.ts"
export { Texter, type TextMessage } from "./texter.ts"
export { standardTemplate } from "./texts.ts"
export { compose, type Composed, type Order } from "./use-cases-compose.ts"
export { concept, editedTemplate, keyOf, submitter } from "./use-cases.ts"
export { wordings } from "./wording.ts"

/** CSV as people send it, and as spreadsheets may open it. */
export { type Reading, readRows } from "./read.ts"
export { type Delimiter, delimiters, type Fault, type Reason, recordLengthMax, type Row } from "./row.ts"
export { writeRows } from "./write.ts"

export { compileSchema, type SchemaCheck } from './contract/compile-schema.ts';
export type { JsonSchema } from './contract/json-schema.ts';
export { didYouMean } from './contract/near-miss.ts';
export { LANGUAGE_ERRORS } from './errors.ts';
export { checkFlow } from './flow/check-flow.ts';
export { compileFlow } from './flow/compile-flow.ts';
export type {
  CompiledBranchStep,
  CompiledCallStep,
  CompiledDeclaration,
  CompiledDelayStep,
  CompiledEachStep,
  CompiledFlow,
  CompiledLookUp,
  CompiledStep,
} from './flow/compiled-flow.ts';
export type { FlowCatalog } from './flow/flow-catalog.ts';
export type { CallStep, FlowDocument, FlowTrigger, Step, TriggerSignature } from './flow/flow-document.ts';
export { FLOW_SCHEMA } from './flow/flow-schema.ts';
export { parseFlow } from './flow/parse-flow.ts';
export type { Expression, Scope } from './mapping/mapping.ts';
export { type PathSegment, parseInnerPath, valueAt } from './mapping/path.ts';

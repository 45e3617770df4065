export { compileSchema, type SchemaCheck } from './contract/compile-schema.ts';
export type { JsonSchema } from './contract/json-schema.ts';
export { didYouMean } from './contract/near-miss.ts';
export { pointerTo } from './contract/problem.ts';
export { pointerKeys } from './contract/schema-pointer.ts';
export { KIND, kindOf, nameKinds } from './contract/value-kind.ts';
export { LANGUAGE_ERRORS } from './errors.ts';
export { checkFlow } from './flow/check-flow.ts';
export { compareFlows } from './flow/compare-flows.ts';
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
export { callsOf, connectionsOf, renameConnections } from './flow/flow-connections.ts';
export type {
  CallStep,
  FlowDocument,
  FlowTrigger,
  HmacSignature,
  Step,
  TriggerDedupe,
  TriggerSignature,
} from './flow/flow-document.ts';
export { FLOW_SCHEMA } from './flow/flow-schema.ts';
export { parseFlow } from './flow/parse-flow.ts';
export { placeProblems } from './flow/place-problems.ts';
export { compileMapping } from './mapping/compile-mapping.ts';
export type { MappingFunction } from './mapping/functions/mapping-function.ts';
export { argumentRange, functionNamed, MAPPING_FUNCTIONS, parameterAt } from './mapping/functions/registry.ts';
export { refusedItemName } from './mapping/item-name.ts';
export type { Expression, Scope } from './mapping/mapping.ts';
export { formatPath, type PathSegment, parseInnerPath, parsePath, valueAt } from './mapping/path.ts';
export { schemaType } from './mapping/schema-type.ts';
export { fitField } from './mapping/suggest/fit-field.ts';
export { schemaFacts } from './mapping/suggest/schema-facts.ts';
export { listSourceFields, type SourceField } from './mapping/suggest/source-fields.ts';
export { itemNameFor } from './mapping/suggest/suggest-list.ts';
export { type SuggestionSource, suggestMapping } from './mapping/suggest/suggest-mapping.ts';
export type { MappingSuggestion } from './mapping/suggest/suggestion.ts';
export { constantType, UNKNOWN_TYPE, type ValueType } from './mapping/value-type.ts';

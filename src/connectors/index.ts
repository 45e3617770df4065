export { judgeAnswer } from './answer-judge.ts';
export { CONNECTORS_ERRORS } from './errors.ts';
export type {
  AuthScheme,
  Connector,
  ConnectorTrigger,
  LookUpDeclaration,
  Operation,
  OperationClass,
  ResponseVerdict,
} from './kit.ts';
export { findConnector, findOperation, registry } from './registry.ts';

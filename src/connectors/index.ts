export { judgeAnswer } from './answer-judge.ts';
export { CONNECTORS_ERRORS } from './errors.ts';
export {
  type AuthScheme,
  type Connector,
  type ConnectorTrigger,
  type LookUpDeclaration,
  type Operation,
  type OperationClass,
  type RequestContext,
  type ResponseVerdict,
  type StatusPollDeclaration,
} from './kit.ts';
export { findConnector, findOperation, registry } from './registry.ts';

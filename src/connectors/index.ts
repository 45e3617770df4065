export { judgeAnswer } from './answer-judge.ts';
export { CONNECTORS_ERRORS } from './errors.ts';
export type {
  AuthScheme,
  Connector,
  ConnectorTrigger,
  LookUpDeclaration,
  OAuthScheme,
  Operation,
  OperationClass,
  ResponseVerdict,
} from './kit.ts';
export { MESSAGE_HEADERS } from './message-headers.ts';
export type { ApiDefinition, ImportRemark, Overlay } from './openapi/definition.ts';
export { readApiDocument } from './openapi/read-api-document.ts';
export type { OAuthGrant, OAuthProvider } from './provider.ts';
export { findProvider, PROVIDER_GROUPS, type ProviderGroup, providers } from './provider-registry.ts';
export { completeProvider } from './provider-url.ts';
export { findConnector, findOperation, registry } from './registry.ts';
export { vendorWords } from './vendor-words.ts';

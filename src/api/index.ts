export type { ApiDeps } from './api-deps.ts';
export { ApiMetrics } from './api-metrics.ts';
export {
  type ApiDocument,
  type ApiOperation,
  type ApiSchema,
  describeApi,
  renderApiReference,
} from './api-reference.ts';
export { ApiServer } from './api-server.ts';
export { ApiClient, sendPlain } from './client.ts';
export type { ConnectionShown } from './connection-shapes.ts';
export type { DraftShown, FlowChanges } from './draft-shapes.ts';
export { type ExplainedError, statusText } from './error-page.ts';
export { API_ERRORS } from './errors.ts';
export type { HookShown } from './flow-shapes.ts';
export type { ChannelShown } from './notice-shapes.ts';
export type { AttemptShown, BodyShown, RunListQuery, RunPage, RunShown, RunSummary } from './run-shapes.ts';
export type { SamplePanel } from './sample.routes.ts';
export { pageUrlOf, serverUrl } from './server-url.ts';
export type { WebApp, WebFile } from './web-page.ts';

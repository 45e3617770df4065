export type { ApiDeps } from './api-deps.ts';
export { ApiMetrics } from './api-metrics.ts';
export { renderApiReference } from './api-reference.ts';
export { ApiServer } from './api-server.ts';
export { ApiClient, sendPlain } from './client.ts';
export type { ConnectionShown } from './connection-shapes.ts';
export type { AttemptShown, BodyShown, RunShown, RunSummary } from './run-shapes.ts';
export { serverUrl } from './server-url.ts';

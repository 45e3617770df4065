export { MAX_EVENT_BYTES } from './delivery.ts';
export { TRIGGERS_ERRORS } from './errors.ts';
export { EventSender, type EventSenderDeps, type SentEvent } from './event-sender.ts';
export {
  type AcceptedEvent,
  type HookAnswer,
  HookReceiver,
  type HookReceiverDeps,
  type HookRequest,
} from './hook-receiver.ts';
export { statusOf } from './hook-status.ts';
export type { RequestHeaders } from './request-headers.ts';
export {
  type EnsuredTrigger,
  type Rotation,
  TriggerBook,
  type TriggerBookDeps,
} from './trigger-book.ts';
export { TriggerCounters, type TriggerCountersDeps } from './trigger-counters.ts';
export { TriggerFinder, type TriggerFinderDeps } from './trigger-finder.ts';
export type { WebhookTrigger } from './webhook-trigger.ts';

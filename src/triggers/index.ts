export { MAX_EVENT_BYTES } from './delivery.ts';
export { TRIGGERS_ERRORS } from './errors.ts';
export { EventSender } from './event-sender.ts';
export { HookReceiver } from './hook-receiver.ts';
export { statusOf } from './hook-status.ts';
export { SubscriptionKeeper, type SubscriptionState } from './subscription-keeper.ts';
export { TriggerBook } from './trigger-book.ts';
export { TriggerCounters } from './trigger-counters.ts';
export { TriggerFinder } from './trigger-finder.ts';

export type { Channel } from './channel.ts';
export { ChannelBook, type MailState } from './channel-book.ts';
export { ALERTS_ERRORS } from './errors.ts';
export { MessageSender } from './message-sender.ts';
export type { Notice } from './notice.ts';
export { NoticeBook } from './notice-book.ts';
export { NoticeSender } from './notice-sender.ts';
export { NoticeWatch } from './notice-watch.ts';

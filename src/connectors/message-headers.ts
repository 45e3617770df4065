/** Headers that say of what kind a message is and where it ends; nobody but Holdfast and HTTP itself writes them. */
export const MESSAGE_HEADERS: readonly string[] = [
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

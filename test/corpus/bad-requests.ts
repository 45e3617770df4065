/** Parts of requests to the API that no route may take. */

/** Bodies that no route takes, as they would be sent. */
export const BAD_BODIES = [
  '{',
  '',
  'null',
  '[]',
  '"x"',
  '{"a":1,"a":2}',
  '['.repeat(100_000),
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '\ufeff\ufeff{}',
];

/** Content types that no route takes, each with a body that suits it. */
export const BAD_TYPES: readonly (readonly [string, string])[] = [
  ['text/plain', '{"document":{}}'],
  ['application/x-www-form-urlencoded', 'document=x'],
  ['multipart/form-data; boundary=x', '--x--'],
  ['application/xml', '<document/>'],
  ['application/json; charset=utf-16', '{"document":{}}'],
  ['nonsense', '{}'],
];

/** Names and ids that are unknown, or that nothing can be called. */
export const ODD_NAMES = [
  "x' or '1'='1",
  '%27%3B drop table run;--',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%ff',
  '__proto__',
  'constructor',
  '%F0%9F%98%80',
  'a'.repeat(100),
  'a'.repeat(5_000),
  '%20',
  '*',
  '%25',
];

/** Bodies that a sender may put on the wire, each with what has to become of it (F53–F61). */

export interface PayloadCase {
  readonly name: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Which flow it is sent to; `json` unless told. */
  readonly to?: 'form';
  readonly expect: Accepted | Refused;
}

interface Accepted {
  /** Texts that stand in the run's answer unescaped: the step's output keeps every digit. */
  readonly keeps: readonly string[];
}

interface Refused {
  readonly status: number;
  readonly code: RegExp;
}

const SYNTAX = { status: 400, code: /^foundation\.json\.syntax$/ };
const ENCODING = { status: 400, code: /^foundation\.json\.encoding$/ };
const TOO_DEEP = { status: 400, code: /^foundation\.json\.too_deep$/ };
const DUPLICATE = { status: 400, code: /^foundation\.json\.duplicate_key$/ };
const TOO_MANY = { status: 413, code: /^foundation\.json\.too_many$/ };
const WRONG_TYPE = { status: 415, code: /^triggers\.body\.type_refused$/ };
const NO_TYPE = { status: 415, code: /^triggers\.body\.type_refused$/ };
const COMPRESSED = { status: 415, code: /^triggers\.body\.compressed$/ };
const BAD_FORM = { status: 400, code: /^runs\.event\.form_malformed$/ };
const ACCEPTED = { keeps: [] };

/** The limit that the brief of the product states for an event. */
const MEBIBYTE = 1_048_576;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
}

function utf16(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}

function type(contentType: string): { headers: Record<string, string> } {
  return { headers: { 'content-type': contentType } };
}

/** An object of exactly so many bytes. */
function sized(length: number): string {
  const frame = '{"pad":""}'.length;
  return `{"pad":"${'x'.repeat(length - frame)}"}`;
}

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

function nestedObjects(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

const SYNTAX_CASES: readonly PayloadCase[] = [
  { name: 'an empty body', body: '', expect: SYNTAX },
  { name: 'white space alone', body: ' \n\t ', expect: SYNTAX },
  { name: 'truncated inside a text', body: '{"a":"b', expect: SYNTAX },
  { name: 'truncated after a colon', body: '{"a":', expect: SYNTAX },
  { name: 'truncated inside an escape', body: '{"a":"\\u12', expect: SYNTAX },
  { name: 'a trailing comma in an object', body: '{"a":1,}', expect: SYNTAX },
  { name: 'a trailing comma in a list', body: '{"a":[1,]}', expect: SYNTAX },
  { name: 'a line comment', body: '{"a":1} // well', expect: SYNTAX },
  { name: 'a block comment', body: '{/* well */"a":1}', expect: SYNTAX },
  { name: 'single quotes', body: "{'a':1}", expect: SYNTAX },
  { name: 'a key without quotes', body: '{a:1}', expect: SYNTAX },
  { name: 'NaN', body: '{"a":NaN}', expect: SYNTAX },
  { name: 'Infinity', body: '{"a":-Infinity}', expect: SYNTAX },
  { name: 'undefined', body: 'undefined', expect: SYNTAX },
  { name: 'True as Python writes it', body: '{"a":True}', expect: SYNTAX },
  { name: 'a leading zero', body: '{"a":01}', expect: SYNTAX },
  { name: 'a leading plus', body: '{"a":+1}', expect: SYNTAX },
  { name: 'a number that ends in a point', body: '{"a":1.}', expect: SYNTAX },
  { name: 'a number that begins with a point', body: '{"a":.5}', expect: SYNTAX },
  { name: 'an exponent without digits', body: '{"a":1e}', expect: SYNTAX },
  { name: 'a hexadecimal number', body: '{"a":0x10}', expect: SYNTAX },
  { name: 'a minus alone', body: '{"a":-}', expect: SYNTAX },
  { name: 'two documents', body: '{"a":1}{"a":2}', expect: SYNTAX },
  { name: 'two documents on two lines', body: '{"a":1}\n{"a":2}\n', expect: SYNTAX },
  { name: 'a raw line break inside a text', body: '{"a":"b\nc"}', expect: SYNTAX },
  { name: 'a raw NUL inside a text', body: '{"a":"b\u0000c"}', expect: SYNTAX },
  { name: 'a NUL after the document', body: '{"a":1}\u0000', expect: SYNTAX },
  { name: 'an unknown escape', body: '{"a":"\\x41"}', expect: SYNTAX },
  { name: 'a no-break space between tokens', body: '{"a":\u00a01}', expect: SYNTAX },
  { name: 'a closing bracket of the other kind', body: '{"a":[1}', expect: SYNTAX },
  { name: 'HTML instead of JSON', body: '<html><body>502</body></html>', expect: SYNTAX },
  { name: 'a JSONP call', body: 'callback({"a":1})', expect: SYNTAX },
];

const ENCODING_CASES: readonly PayloadCase[] = [
  { name: 'one byte order mark', body: bytes([0xef, 0xbb, 0xbf], '{"bom":"one"}'), expect: { keeps: ['"bom":"one"'] } },
  { name: 'two byte order marks', body: bytes([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], '{"bom":"two"}'), expect: SYNTAX },
  { name: 'UTF-16 with a mark', body: utf16('{"a":1}'), expect: ENCODING },
  {
    name: 'UTF-16 without a mark',
    body: Buffer.from('{"a":"é"}', 'utf16le'),
    expect: { status: 400, code: /^foundation\.json\.(encoding|syntax)$/ },
  },
  { name: 'Latin-1 bytes', body: bytes('{"a":"', [0xe9], '"}'), expect: ENCODING },
  { name: 'a cut UTF-8 sequence', body: bytes('{"a":"', [0xf0, 0x9f, 0x98], '"}'), expect: ENCODING },
  { name: 'an overlong slash', body: bytes('{"a":"', [0xc0, 0xaf], '"}'), expect: ENCODING },
  { name: 'a surrogate in UTF-8', body: bytes('{"a":"', [0xed, 0xa0, 0x80], '"}'), expect: ENCODING },
  { name: 'a code point beyond Unicode', body: bytes('{"a":"', [0xf4, 0x90, 0x80, 0x80], '"}'), expect: ENCODING },
  { name: 'invalid UTF-8 inside a key', body: bytes('{"', [0xff], '":1}'), expect: ENCODING },
  { name: 'a lone high surrogate escape', body: '{"lone":"\\ud800"}', expect: ACCEPTED },
  { name: 'a lone low surrogate escape as a key', body: '{"\\udc00":"key"}', expect: ACCEPTED },
  { name: 'a reversed pair of surrogates', body: '{"pair":"\\udc00\\ud800"}', expect: ACCEPTED },
  { name: 'an escaped NUL', body: '{"nul":"a\\u0000b"}', expect: ACCEPTED },
  { name: 'an escaped NUL in a key', body: '{"a\\u0000b":"nul key"}', expect: ACCEPTED },
  { name: 'noncharacters and right-to-left marks', body: '{"odd":"\ufffe\uffff\u202e\u2066"}', expect: ACCEPTED },
  { name: 'emoji of several code points', body: '{"family":"👨‍👩‍👧‍👦"}', expect: { keeps: ['👨‍👩‍👧‍👦'] } },
];

const NUMBER_CASES: readonly PayloadCase[] = [
  { name: 'a 64-bit id', body: '{"id":9007199254740993}', expect: { keeps: ['"id":9007199254740993'] } },
  {
    name: 'the largest 64-bit id',
    body: '{"id":18446744073709551615}',
    expect: { keeps: ['"id":18446744073709551615'] },
  },
  { name: 'money with a closing zero', body: '{"amount":1.10}', expect: { keeps: ['"amount":1.10'] } },
  {
    name: 'a decimal that no double holds',
    body: '{"amount":0.1000000000000000055511151231257827}',
    expect: { keeps: ['"amount":0.1000000000000000055511151231257827'] },
  },
  { name: 'a number beyond all doubles', body: '{"huge":1e400}', expect: { keeps: ['"huge":1e400'] } },
  { name: 'a number below all doubles', body: '{"tiny":1e-400}', expect: { keeps: ['"tiny":1e-400'] } },
  { name: 'minus zero', body: '{"zero":-0}', expect: { keeps: ['"zero":-0'] } },
  { name: 'an exponent with a plus and a capital', body: '{"e":1E+2}', expect: { keeps: ['"e":1E+2'] } },
  { name: 'a whole number with a point', body: '{"one":1.0}', expect: { keeps: ['"one":1.0'] } },
  {
    name: 'a number of a thousand digits',
    body: `{"long":${'7'.repeat(1000)}}`,
    expect: { keeps: [`"long":${'7'.repeat(1000)}`] },
  },
  {
    name: 'an exponent of a thousand digits',
    body: `{"far":1e${'9'.repeat(1000)}}`,
    expect: { keeps: [`"far":1e${'9'.repeat(1000)}`] },
  },
];

const SHAPE_CASES: readonly PayloadCase[] = [
  { name: 'sixty-four levels of lists', body: nested(64), expect: ACCEPTED },
  { name: 'sixty-five levels of lists', body: nested(65), expect: TOO_DEEP },
  { name: 'sixty-four levels of objects', body: nestedObjects(64), expect: ACCEPTED },
  { name: 'sixty-five levels of objects', body: nestedObjects(65), expect: TOO_DEEP },
  { name: 'two hundred thousand levels', body: nested(200_000), expect: TOO_DEEP },
  { name: 'two hundred thousand levels that never close', body: '['.repeat(200_000), expect: TOO_DEEP },
  { name: 'a duplicate key', body: '{"a":1,"a":2}', expect: DUPLICATE },
  { name: 'a duplicate key, once escaped', body: '{"a":1,"\\u0061":2}', expect: DUPLICATE },
  { name: 'a duplicate key deep inside', body: '{"a":[{"b":{"c":1,"d":2,"c":3}}]}', expect: DUPLICATE },
  { name: 'a duplicate empty key', body: '{"":1,"":2}', expect: DUPLICATE },
  { name: 'a duplicate __proto__', body: '{"__proto__":1,"__proto__":2}', expect: DUPLICATE },
  { name: 'two spellings of é as keys', body: '{"\u00e9":1,"e\u0301":2}', expect: ACCEPTED },
  {
    name: '__proto__ as data',
    body: '{"__proto__":{"isAdmin":true},"n":1}',
    expect: { keeps: ['"__proto__":{"isAdmin":true}'] },
  },
  {
    name: 'constructor as data',
    body: '{"constructor":{"prototype":{"isAdmin":true}}}',
    expect: { keeps: ['"constructor":{"prototype":{"isAdmin":true}}'] },
  },
  {
    name: 'toJSON, toString and then as data',
    body: '{"toJSON":1,"toString":2,"then":3,"hasOwnProperty":4,"valueOf":5}',
    expect: { keeps: ['"toJSON":1,"toString":2,"then":3'] },
  },
  {
    name: 'an upload as the file API of a server would look',
    body: '{"files":{"f":{"filepath":"/etc/passwd","mimetype":"text/plain"}}}',
    expect: ACCEPTED,
  },
  { name: 'keys that look like positions', body: '{"2":"b","1":"a"}', expect: ACCEPTED },
  { name: 'a list at the top', body: '[1,2,3]', expect: ACCEPTED },
  { name: 'a text at the top', body: '"just a text"', expect: ACCEPTED },
  { name: 'a number at the top', body: '9007199254740995', expect: { keeps: ['"output":9007199254740995'] } },
  { name: 'null at the top', body: 'null', expect: ACCEPTED },
  { name: 'false at the top', body: 'false', expect: ACCEPTED },
];

const SIZE_CASES: readonly PayloadCase[] = [
  { name: 'one byte below a mebibyte', body: sized(MEBIBYTE - 1), expect: ACCEPTED },
  { name: 'a mebibyte exactly', body: sized(MEBIBYTE), expect: ACCEPTED },
  { name: 'two hundred thousand list items', body: `[${'0,'.repeat(199_999)}0]`, expect: ACCEPTED },
  { name: 'two hundred thousand and one list items', body: `[${'0,'.repeat(200_000)}0]`, expect: TOO_MANY },
  { name: 'half a million list items', body: `[${'0,'.repeat(500_000)}0]`, expect: TOO_MANY },
  {
    name: 'a hundred thousand keys',
    body: `{${Array.from({ length: 100_000 }, (_, at) => `"${at.toString(36)}":0`).join()}}`,
    expect: ACCEPTED,
  },
  { name: 'a third of a million empty lists', body: `[${'[],'.repeat(333_333)}[]]`, expect: TOO_MANY },
  { name: 'a mebibyte of white space', body: `${' '.repeat(MEBIBYTE - 10)}{"w":1}`, expect: ACCEPTED },
];

const TYPE_CASES: readonly PayloadCase[] = [
  {
    name: 'JSON with a charset in capitals',
    body: '{"type":1}',
    ...type('Application/JSON; Charset="UTF-8"'),
    expect: ACCEPTED,
  },
  { name: 'a JSON type of a vendor', body: '{"type":2}', ...type('application/vnd.acme+json'), expect: ACCEPTED },
  { name: 'JSON declared as text', body: '{"type":3}', ...type('text/plain'), expect: WRONG_TYPE },
  {
    name: 'JSON declared as a form',
    body: '{"type":4}',
    ...type('application/x-www-form-urlencoded'),
    expect: WRONG_TYPE,
  },
  {
    name: 'JSON declared as multipart',
    body: '{"type":5}',
    ...type('multipart/form-data; boundary=x'),
    expect: WRONG_TYPE,
  },
  {
    name: 'a true multipart form',
    body: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
    ...type('multipart/form-data; boundary=x'),
    expect: WRONG_TYPE,
  },
  {
    name: 'JSON in another charset',
    body: '{"type":6}',
    ...type('application/json; charset=iso-8859-1'),
    expect: WRONG_TYPE,
  },
  { name: 'JSON declared as XML', body: '{"type":7}', ...type('application/xml'), expect: WRONG_TYPE },
  { name: 'a type that only begins like JSON', body: '{"type":8}', ...type('application/jsonx'), expect: WRONG_TYPE },
  { name: 'a type that is none', body: '{"type":9}', ...type('json'), expect: NO_TYPE },
  { name: 'a form declared as JSON', body: 'a=1&b=2', expect: SYNTAX },
  { name: 'a form at a JSON flow', body: 'a=1&b=2', headers: FORM, expect: WRONG_TYPE },
  { name: 'a gzip bomb', body: bytes([0x1f, 0x8b, 8, 0]), headers: { 'content-encoding': 'gzip' }, expect: COMPRESSED },
  { name: 'brotli', body: '{"type":10}', headers: { 'content-encoding': 'br' }, expect: COMPRESSED },
  { name: 'two encodings', body: '{"type":11}', headers: { 'content-encoding': 'gzip, identity' }, expect: COMPRESSED },
  { name: 'the identity encoding', body: '{"type":12}', headers: { 'content-encoding': 'identity' }, expect: ACCEPTED },
  { name: 'gzip bytes that say they are JSON', body: bytes([0x1f, 0x8b, 8, 0]), expect: ENCODING },
];

const FORM_CASES: readonly PayloadCase[] = [
  {
    name: 'a form',
    body: 'id=9007199254740993&name=J%C3%BCrgen+M',
    to: 'form',
    headers: FORM,
    expect: { keeps: ['"name":"Jürgen M"'] },
  },
  {
    name: 'a form with __proto__',
    body: '__proto__=x&constructor=y',
    to: 'form',
    headers: FORM,
    expect: { keeps: ['"__proto__":"x"'] },
  },
  { name: 'a form with brackets', body: 'a%5Bb%5D%5B__proto__%5D=1', to: 'form', headers: FORM, expect: ACCEPTED },
  { name: 'a form in Latin-1', body: 'name=J%FCrgen', to: 'form', headers: FORM, expect: BAD_FORM },
  {
    name: 'a form with raw Latin-1 bytes',
    body: bytes('name=J', [0xfc], 'rgen'),
    to: 'form',
    headers: FORM,
    expect: BAD_FORM,
  },
  { name: 'JSON at a form flow', body: '{"a":1}', to: 'form', expect: WRONG_TYPE },
  {
    name: 'a form of a hundred and fifty thousand fields',
    body: Array.from({ length: 150_000 }, (_, at) => `${at.toString(36)}=`).join('&'),
    to: 'form',
    headers: FORM,
    expect: BAD_FORM,
  },
];

/** All bodies. */
export const PAYLOAD_CASES: readonly PayloadCase[] = [
  ...SYNTAX_CASES,
  ...ENCODING_CASES,
  ...NUMBER_CASES,
  ...SHAPE_CASES,
  ...SIZE_CASES,
  ...TYPE_CASES,
  ...FORM_CASES,
];

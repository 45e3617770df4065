import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringifyJson } from '../../src/foundation/index.ts';
import { authWays } from './auth-ways.ts';
import { credentialOf, fieldProblems } from './credential-draft.ts';
import { oauthCredential, oauthProblems } from './oauth-draft.ts';
import { readSetup } from './read-setup.ts';
import { scopeRows } from './scope-rows.ts';
import { settingFields, settingProblem, settingsOf } from './setting-fields.ts';

const schema = {
  type: 'object',
  required: ['baseUrl'],
  properties: {
    region: { type: 'string', enum: ['eu', 'us'] },
    baseUrl: { type: 'string', title: 'Base URL', pattern: '^https://' },
    isTest: { type: 'boolean' },
    pageSize: { type: 'integer' },
  },
};

const key = { name: 'key', title: 'API key', isSecret: true, isRequired: true };

test('a connector that takes the key in two places offers both, and the credential says which', () => {
  const ways = authWays({
    auth: [
      { kind: 'api_key', title: 'Key in a header', in: 'header', fields: [key] },
      { kind: 'api_key', title: 'Key in the query', in: 'query', fields: [key] },
    ],
  });
  assert.equal(new Set(ways.map(({ id }) => id)).size, 2);
  const [, query] = ways;
  assert.ok(query !== undefined);
  const credential = credentialOf(query, { 'secret:key': 'k' });
  assert.equal(stringifyJson(credential), '{"kind":"api_key","in":"query","key":"k"}');
});

test('a secret is sent as it was typed, or as the place where it lies', () => {
  const [way] = authWays({ auth: [{ kind: 'bearer', title: 'Token', fields: [{ ...key, name: 'token' }] }] });
  assert.ok(way !== undefined);
  const values = { 'secret:token': ' vault:secret/crm#token ', 'reference:token': 'on' };
  const credential = credentialOf(way, values);
  assert.equal(stringifyJson(credential), '{"kind":"bearer","token":{"reference":"vault:secret/crm#token"}}');
  assert.deepEqual(fieldProblems(way.fields, values), {});
  assert.deepEqual(Object.keys(fieldProblems(way.fields, { ...values, 'secret:token': 'plain' })), ['secret:token']);
  assert.deepEqual(Object.keys(fieldProblems(way.fields, {})), ['secret:token']);
});

const CUSTOM = { provider: 'custom', grant: 'authorization_code', authentication: '' };

test('an OAuth app at another provider is sent with its addresses, and with nothing that was left empty', () => {
  const values = {
    'oauth:authorizeUrl': 'https://id.example/auth',
    'oauth:tokenUrl': ' https://id.example/token ',
    'oauth:revokeUrl': '',
    'oauth:clientId': 'app',
    'oauth:scopes': 'a  b,a',
  };
  assert.deepEqual(oauthProblems(CUSTOM, values), {});
  assert.equal(
    stringifyJson(oauthCredential(CUSTOM, values)),
    '{"kind":"oauth2","grant":"authorization_code","provider":"custom",' +
      '"endpoints":{"authorizeUrl":"https://id.example/auth","tokenUrl":"https://id.example/token"},' +
      '"client":{"id":"app"},"scopes":["a","b"]}',
  );
});

test('what a way to sign in by OAuth lacks is told at its fields, and no more than that', () => {
  const lacks = (choice: Parameters<typeof oauthProblems>[0]) => Object.keys(oauthProblems(choice, {})).sort();
  assert.deepEqual(lacks({ ...CUSTOM, provider: '' }), ['oauth:clientId', 'oauth:provider']);
  assert.deepEqual(lacks(CUSTOM), ['oauth:authorizeUrl', 'oauth:clientId', 'oauth:tokenUrl']);
  assert.deepEqual(lacks({ ...CUSTOM, grant: 'client_credentials' }), [
    'oauth:clientId',
    'oauth:tokenUrl',
    'secret:clientSecret',
  ]);
  assert.deepEqual(lacks({ ...CUSTOM, grant: 'jwt_bearer' }), [
    'oauth:jwt:issuer',
    'oauth:jwt:subject',
    'oauth:tokenUrl',
    'secret:jwtKey',
  ]);
});

test('scopes that are missing come first, those that nothing needs come last', () => {
  const needed = [
    { scope: 'read', flows: ['a'] },
    { scope: 'write', flows: ['b'] },
  ];
  const rows = scopeRows({ granted: ['extra', 'read'], needed, missing: ['write'] });
  assert.deepEqual(
    rows.map(({ scope, isGranted }) => [scope, isGranted]),
    [
      ['write', false],
      ['read', true],
      ['extra', true],
    ],
  );
});

test('settings that were left empty are left out, the others have the type of the schema', () => {
  const fields = settingFields(schema);
  assert.equal(fields[0]?.name, 'baseUrl');
  const settings = settingsOf(fields, { baseUrl: ' https://a.example ', pageSize: '50', region: '', isTest: 'true' });
  assert.deepEqual({ ...settings }, { baseUrl: 'https://a.example', isTest: true, pageSize: 50 });
});

test('a setting that is missing or of the wrong form is told at its field', () => {
  const [baseUrl] = settingFields(schema);
  assert.ok(baseUrl !== undefined);
  assert.notEqual(settingProblem(baseUrl, ''), null);
  assert.notEqual(settingProblem(baseUrl, 'http://a.example'), null);
  assert.equal(settingProblem(baseUrl, 'https://a.example'), null);
});

test('a set-up text is read into paragraphs and steps, with lines that are set in and the choices of a step', () => {
  assert.deepEqual(
    readSetup('One\nparagraph.\n\n1. First, which\n   goes on:\n   - this;\n   - or\n     that.\n2. Second.\n'),
    [
      { kind: 'text', text: 'One paragraph.' },
      {
        kind: 'steps',
        items: [
          { text: 'First, which goes on:', points: ['this;', 'or that.'] },
          { text: 'Second.', points: [] },
        ],
      },
    ],
  );
});

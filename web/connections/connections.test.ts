import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringifyJson } from '../../src/foundation/index.ts';
import { authWays, credentialOf } from './auth-ways.ts';
import { readSetup } from './read-setup.ts';
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

test('a connector that takes the key in two places offers both, and the credential says which', () => {
  const ways = authWays({
    auth: [
      { kind: 'api_key', in: 'header', name: 'x-api-key' },
      { kind: 'api_key', in: 'query', name: 'api_key' },
      { kind: 'basic' },
    ],
  });
  assert.equal(new Set(ways.map(({ id }) => id)).size, 3);
  const [, query, basic] = ways;
  assert.ok(query !== undefined && basic !== undefined);
  assert.equal(stringifyJson(credentialOf(query, { key: 'k' })), '{"kind":"api_key","in":"query","key":"k"}');
  assert.deepEqual(
    basic.fields.map(({ name, isSecret }) => [name, isSecret]),
    [
      ['username', false],
      ['password', true],
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

test('a set-up text is read into paragraphs and steps, lines that are set in included', () => {
  assert.deepEqual(readSetup('One\nparagraph.\n\n1. First, which\n   goes on.\n2. Second.\n'), [
    { kind: 'text', text: 'One paragraph.' },
    { kind: 'steps', items: ['First, which goes on.', 'Second.'] },
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findConnector } from '../connectors/index.ts';
import { askedFields, mergeFields, requireKind, stillGood } from './connect-link-form.ts';

const http = findConnector('http');
const HMAC = {
  kind: 'hmac',
  secret: 'old-secret',
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'x-signature',
  signed: ['body'],
};

test('a reconnect asks for whatever is of the account, and keeps how it is used', () => {
  assert.deepEqual({ ...stillGood({ kind: 'basic', username: 'ada', password: 'old' }) }, { kind: 'basic' });
  const kept = stillGood(HMAC);
  assert.equal(kept.secret, undefined);
  const names = askedFields(http, kept).map(({ name }) => name);
  assert.ok(names.includes('secret') && !names.includes('algorithm') && !names.includes('signed'));
});

test('only what is asked for is taken, and only as a text', () => {
  const given = { key: 'new', in: 'query', kind: 'none', extra: 'x' };
  const draft = { kind: 'api_key', in: 'header' };
  assert.deepEqual({ ...mergeFields(askedFields(http, draft), draft, given) }, { ...draft, key: 'new' });
  const reference = { key: { reference: 'env:HOLDFAST_SECRET_X' } } as unknown as Record<string, string>;
  assert.deepEqual({ ...mergeFields(askedFields(http, draft), draft, reference) }, draft);
});

test('a list is written with commas or blanks between its texts', () => {
  const draft = { kind: 'hmac' };
  const merged = mergeFields(askedFields(http, draft), draft, { signed: 'method, path body' });
  assert.deepEqual(merged.signed, ['method', 'path', 'body']);
});

test('a way to sign in that the connector does not have is refused before anybody is asked', () => {
  const refused = (kind: string) => () => requireKind(findConnector('sandbox_invoicing'), { kind });
  assert.throws(refused('mtls'), { code: 'connections.credential.invalid' });
  assert.doesNotThrow(refused('api_key'));
});

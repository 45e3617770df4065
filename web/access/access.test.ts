import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserName } from './browser-name.ts';
import { isEmail, isNewPassword } from './field-rules.ts';
import { safeTarget } from './leave-outside.ts';

test('signing in leads to an address of this app only', () => {
  assert.equal(safeTarget('/runs?state=held'), '/runs?state=held');
  for (const wanted of [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
  ])
    assert.equal(safeTarget(wanted), '/', String(wanted));
});

test('a password of eleven characters is refused before it is sent', () => {
  assert.notEqual(isNewPassword('a'.repeat(11)), null);
  assert.equal(isNewPassword('a'.repeat(12)), null);
});

test('an address without an at sign is no e-mail address', () => {
  assert.notEqual(isEmail('ada.example'), null);
  assert.equal(isEmail(' ada@engines.example '), null);
});

test('a session is named by browser and system where they are known', () => {
  assert.equal(
    browserName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'),
    'Edge on Windows',
  );
  assert.equal(browserName('curl/8'), undefined);
  assert.equal(browserName(null), undefined);
});

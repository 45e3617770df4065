import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorEntry, ErrorKind } from '../foundation/index.ts';
import { statusText } from './error-page.ts';

const entryOf = (kind: ErrorKind): ErrorEntry => ({ kind, message: 'It is wrong.', fix: 'Mend it.' });

describe('the status of an error code', () => {
  const cases: readonly (readonly [code: string, kind: ErrorKind, text: string])[] = [
    ['flows.flow.invalid', 'invalid', 'HTTP 422'],
    ['access.token.rejected', 'denied', 'HTTP 401'],
    ['triggers.flow.not_live', 'conflict', 'HTTP 409'],
    ['triggers.event.key_reused', 'invalid', 'HTTP 422'],
    ['triggers.body.type_refused', 'invalid', 'HTTP 415'],
    ['foundation.json.too_long', 'invalid', 'HTTP 413'],
    ['triggers.signature.refused', 'denied', 'HTTP 401 at a webhook'],
    ['triggers.hook.disabled', 'conflict', 'HTTP 503 at a webhook'],
    ['triggers.event.not_stored', 'unavailable', 'HTTP 503 at a webhook'],
    ['app.setting.unknown', 'invalid', 'on the command line, not over HTTP'],
    ['sandbox.key.reused', 'invalid', 'from a stand-in vendor, in its own form'],
  ];
  for (const [code, kind, text] of cases) {
    test(`${code} is told as "${text}"`, () => assert.equal(statusText(code, entryOf(kind)), text));
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registry } from '../connectors/index.ts';
import type { JsonValue } from '../foundation/index.ts';
import { compileSchema, type JsonSchema } from '../language/index.ts';
import { AuthSchemeShown, authSchemeShown } from './credential-shapes.ts';

test('every way to sign in of every connector is shown as the API says, with its form', () => {
  const closed = { ...AuthSchemeShown, additionalProperties: false } as unknown as JsonSchema;
  const check = compileSchema(closed);
  for (const connector of registry.values()) {
    for (const scheme of connector.auth) {
      const shown = authSchemeShown(scheme);
      assert.deepEqual(check(JSON.parse(JSON.stringify(shown)) as JsonValue), [], `${connector.name} ${scheme.kind}`);
      assert.equal(shown.fields.length > 0, scheme.kind !== 'none');
    }
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiDocumentNames, readVendorDocument } from '../../../test/api-documents.ts';
import { type JsonObject, makeObject } from '../../foundation/index.ts';
import { compileSchema } from '../../language/index.ts';
import type { ApiDefinition } from './definition.ts';
import { readApiDocument } from './read-api-document.ts';

/** Ten times what the slowest one takes on a small machine. */
const MAX_READING_MS = 10_000;
const NAME = /^[a-z0-9]+(_[a-z0-9]+)*$/;

for (const name of apiDocumentNames()) {
  test(`${name} is read as its vendor publishes it, and 99 of 100 operations can be used`, () => {
    const startedAt = performance.now();
    const definition = readApiDocument(readVendorDocument(name));
    assert.ok(performance.now() - startedAt < MAX_READING_MS);
    assertSound(definition);
    const unusable = definition.operations.filter((operation) => operation.unusable !== undefined);
    assert.ok(definition.operations.length > 10);
    assert.ok(unusable.length <= definition.operations.length / 100, JSON.stringify(unusable.map(({ name }) => name)));
  });
}

test('an example is a request that passes the contract of its operation', () => {
  const { operations, schemas } = readApiDocument(readVendorDocument('jira-cloud.json'));
  for (const { example, input, name, needs } of operations) {
    const root = makeObject([['$defs', makeObject(needs.map((need) => [need, schemas[need] as JsonObject]))]]);
    assert.deepEqual(compileSchema(input, { root })(example ?? makeObject()), [], name);
  }
});

test('the account or the user is chosen to prove a credential where a document has such a read', () => {
  const chosen = ['stripe.json', 'jira-cloud.json', 'slack-web.swagger2.json'].map((name) => {
    return readApiDocument(readVendorDocument(name)).head.verification;
  });
  assert.deepEqual(chosen, ['get_account', 'get_current_user', 'auth_test']);
});

test('paging is told from the fields of a vendor that pages', () => {
  const styles = [
    ['asana.yaml', 'get_workspaces', 'cursor'],
    ['stripe.json', 'get_customers', 'cursor'],
    ['twilio-api-v2010.json', 'list_account', 'link'],
    ['jira-cloud.json', 'get_all_dashboards', 'link'],
    ['xero-accounting.yaml', 'get_quotes', 'page'],
    ['sendgrid.swagger2.json', 'get_v3_teammates', 'offset'],
  ] as const;
  for (const [document, name, style] of styles) {
    const { operations } = readApiDocument(readVendorDocument(document));
    assert.equal(operations.find((operation) => operation.name === name)?.paging?.style, style, name);
  }
});

/** What holds for every definition: names, references, schemas that compile. */
function assertSound({ operations, schemas, head }: ApiDefinition): void {
  assert.equal(new Set(operations.map(({ name }) => name)).size, operations.length);
  const root = makeObject([['$defs', schemas as JsonObject]]);
  for (const operation of operations) {
    assert.match(operation.name, NAME);
    assert.ok(operation.name.length <= 64);
    assert.deepEqual(
      operation.needs.filter((need) => !Object.hasOwn(schemas, need)),
      [],
    );
  }
  const shapes = operations.flatMap(({ input, output }) => [input as JsonObject, output as JsonObject]);
  compileSchema(makeObject([['prefixItems', shapes]]), { root });
  for (const trigger of head.triggers) compileSchema(trigger.output, { root });
}

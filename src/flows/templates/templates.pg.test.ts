import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeWorkspace } from '../../../test/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/postgres.ts';
import type { ConnectionBook } from '../../connections/index.ts';
import { registry } from '../../connectors/index.ts';
import { isAppError, type JsonObject, makeId, type WorkspaceId } from '../../foundation/index.ts';
import { compileFlow, parseFlow } from '../../language/index.ts';
import { DraftBook } from '../draft-book.ts';
import { FlowLibrary } from '../flow-library.ts';
import { findTemplate, listTemplates } from './template-list.ts';

const workspaceId = makeId<WorkspaceId>();
/** A workspace with one connection of each connector and, where a test adds it, a second CRM. */
const connections = [
  { name: 'our-crm', connector: 'sandbox_crm' },
  { name: 'our-books', connector: 'sandbox_invoicing' },
  { name: 'our-chat', connector: 'http' },
];

let shared: TestDatabase;
let flows: FlowLibrary;
let drafts: DraftBook;
before(async () => {
  shared = await openTestDatabase();
  const { database } = shared;
  await makeWorkspace(database, workspaceId);
  flows = new FlowLibrary({ database, connections: { list: async () => connections } as unknown as ConnectionBook });
  drafts = new DraftBook({ database, flows });
});
after(() => shared.close());

test('there are a dozen templates, each with a name of its own and words for a person', () => {
  const templates = listTemplates();
  assert.equal(new Set(templates.map(({ document }) => document.name)).size, 12);
  for (const { summary, roles, document } of templates) {
    assert.ok(summary.endsWith('.') && document.title !== '' && roles.length > 0);
    for (const step of document.steps) assert.ok(step.title, `${document.name}/${step.key} has a title`);
  }
});

for (const { document, roles } of listTemplates()) {
  describe(`the template ${document.name}`, () => {
    test('becomes a flow that can be published as it is, once its roles are filled', async () => {
      const filled = Object.fromEntries(
        roles.map(({ role, connector }) => [
          role,
          connections.find((each) => each.connector === connector)?.name ?? '',
        ]),
      );
      const given = { workspaceId, editedBy: 'test', title: document.title, template: document.name };
      const flow = await drafts.create({ ...given, connections: filled });
      const draft = await drafts.find(workspaceId, flow.name);
      assert.deepEqual(await flows.check(workspaceId, draft.document), []);
      const { revision } = draft;
      const published = await drafts.publish({ workspaceId, name: flow.name, revision, note: '', publishedBy: 'test' });
      assert.deepEqual([published.version, published.document.title], [1, document.title]);
    });

    test('names no connection but its roles, and every role', async () => {
      const named = new Set(
        JSON.stringify(document)
          .matchAll(/"connection":"([^"]*)"/g)
          .map(([, name]) => name),
      );
      assert.deepEqual([...named].sort(), roles.map(({ role }) => role).sort());
      for (const { connector } of roles) assert.ok(registry.has(connector));
    });

    test('takes the example of its event', () => {
      const { connector = '', event = '' } = document.trigger;
      const example = registry.get(connector)?.triggers[event]?.examples[0];
      if (example === undefined) return assert.ok(document.trigger.schema !== undefined);
      const { flow } = parseFlow(document as unknown as JsonObject);
      assert.ok(flow !== undefined);
      const compiled = compileFlow(flow);
      const scope = { trigger: example, event: { id: 'e' }, steps: {}, run: { startedAt: '2026-11-24T09:30:00Z' } };
      assert.equal(typeof (compiled.orderKey?.(scope) ?? ''), 'string');
      for (const step of compiled.steps) if (step.kind === 'filter') assert.equal(step.when(scope), false);
    });
  });
}

test('a role that one connection alone can fill is filled with it; of two, a person chooses', async () => {
  const given = { workspaceId, editedBy: 'test', title: 'Alone', template: 'lead-to-contact' };
  const alone = await drafts.create(given);
  const { document } = await drafts.find(workspaceId, alone.name);
  assert.equal(((document as JsonObject).trigger as JsonObject).connection, 'our-crm');
  connections.push({ name: 'second-crm', connector: 'sandbox_crm' });
  const open = await drafts.create({ ...given, title: 'Open' });
  connections.pop();
  const problems = await flows.check(workspaceId, (await drafts.find(workspaceId, open.name)).document);
  assert.deepEqual([...new Set(problems.map(({ code }) => code))], ['language.flow.unknown_connection']);
});

test('a template that is not there is told by its name', () => {
  assert.throws(
    () => findTemplate('none'),
    (error) => isAppError(error, 'flows.template.not_found'),
  );
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fastify from 'fastify';
import { BILLING_KEY, CRM_TOKEN, invoiceStep, Trying } from '../../test/trying.ts';
import type { Caller } from '../access/index.ts';
import { silentLog } from '../foundation/index.ts';
import { compileSchema, type JsonSchema } from '../language/index.ts';
import { useLosslessJson } from './lossless-json.ts';
import { sendProblem } from './request-problem.ts';
import { addTrialRoutes } from './trial.routes.ts';
import { SamplesShown, TrialShown } from './trial-shapes.ts';
import type { ApiRouter } from './type-provider.ts';

let trying: Trying;
let app: ApiRouter;

before(async () => {
  trying = await Trying.open();
  app = fastify() as unknown as ApiRouter;
  useLosslessJson(app);
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    request.caller = { workspaceId: trying.workspaceId, name: 'ada' } as Caller;
    done();
  });
  app.setErrorHandler((error, request, reply) => sendProblem(silentLog, { error, request, reply }));
  addTrialRoutes(app, trying);
  await trying.draft('shown', [invoiceStep('invoice', 'Work')]);
});
after(async () => {
  await app.close();
  await trying.close();
});

async function ask(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown) {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const { statusCode, body: text } = await app.inject({ method, url: path, headers, ...payload });
  return { status: statusCode, text, json: JSON.parse(text) as unknown };
}

test('the answers are what their schemas say, numbers keep their digits, and nothing of a credential is in them', async () => {
  const given =
    '{"output":{"customerId":"cus_1","order":"o-1","big":9007199254740993},"isPinned":true,"origin":"pasted"}';
  const headers = { 'content-type': 'application/json' };
  const put = await app.inject({ method: 'PUT', url: '/flows/shown/samples/trigger', headers, payload: given });
  assert.equal(put.statusCode, 200, put.body);
  assert.match(put.body, /"big":9007199254740993/);
  assert.deepEqual(compileSchema(SamplesShown as unknown as JsonSchema)(JSON.parse(put.body)), []);
  const { revision } = await trying.drafts.find(trying.workspaceId, 'shown');
  const asked = await ask('POST', '/flows/shown/trial', { revision, upTo: 'invoice' });
  assert.deepEqual(compileSchema(TrialShown as unknown as JsonSchema)(asked.json as never), []);
  assert.match(asked.text, /"state":"needs_choice".*"text":"\{\\"customerId/);
  const choices = { invoice: { kind: 'skip' } };
  const skipped = await ask('POST', '/flows/shown/trial', { revision, upTo: 'invoice', choices });
  assert.match(skipped.text, /"state":"skipped"/);
  for (const secret of [CRM_TOKEN, BILLING_KEY]) assert.ok(!(asked.text + skipped.text).includes(secret));
});

test('a sample is pinned, dropped, and refused for a step that is not there; a choice of another form is refused', async () => {
  const sample = { output: { id: 'inv_1' }, isPinned: false, origin: 'edited' };
  assert.match((await ask('PUT', '/flows/shown/samples/invoice', sample)).text, /"isPinned":false,"isStale":false/);
  assert.match((await ask('POST', '/flows/shown/samples/invoice/pin', { isPinned: true })).text, /"isPinned":true/);
  assert.ok(!(await ask('DELETE', '/flows/shown/samples/invoice')).text.includes('inv_1'));
  assert.equal((await ask('PUT', '/flows/shown/samples/nothing', sample)).status, 404);
  assert.equal((await ask('POST', '/flows/shown/samples/invoice/pin', { isPinned: true })).status, 404);
  const choices = { invoice: { kind: 'send' } };
  assert.equal((await ask('POST', '/flows/shown/trial', { revision: 1, upTo: 'invoice', choices })).status, 422);
  assert.equal((await ask('POST', '/flows/shown/samples/from', { eventId: 'x' })).status, 404);
  assert.equal((await ask('POST', '/flows/shown/samples/from', {})).status, 422);
});

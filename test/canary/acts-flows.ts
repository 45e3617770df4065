/** Flows over every connection: runs that end in every way, trials, samples, exports, signed webhooks. */
import { createHmac } from 'node:crypto';
import { value } from '../corpus/bad-document.ts';
import { eventually } from '../corpus/eventually.ts';
import { mend } from './acts-connections.ts';
import { CONSENTED, reconnect } from './acts-consents.ts';
import { makeCanary, readCanary } from './canaries.ts';
import type { CanaryStage } from './canary-stage.ts';

/** How the vendor answers calls of runs; the last one ends what the connection may do. */
const ANSWERS = [
  'json/200',
  'text/200',
  'gzip/200',
  'html/200',
  'cut/200',
  'redirect/302',
  'json/202',
  'json/400/380',
  'flood/400/390',
  'json/403',
  'html/500',
];
const LAST_ANSWER = 'json/401';
const SETTLED = ['succeeded', 'filtered', 'cancelled', 'dead_lettered', 'unknown', 'held', 'waiting'];

/** Runs of every connection with every answer, some of them taken up again by hand. */
export async function playRuns(stage: CanaryStage): Promise<void> {
  const names = [...stage.schemes.map(({ name }) => name), CONSENTED];
  await Promise.all(names.map((name) => playConnection(stage, name)));
}

async function playConnection(stage: CanaryStage, name: string): Promise<void> {
  const { product, schemes } = stage;
  await product.demand('POST', '/api/v1/flows/publish', {
    body: { document: flowDocument(name) },
    gives: ({ hook }) => (hook.secret === undefined ? [] : [readCanary(`signing secret of ${name}`, hook.secret, 6)]),
  });
  const runs: string[] = [];
  for (const answer of ANSWERS) runs.push(await sendEvent(stage, name, answer));
  await untilSettled(stage, runs);
  for (const run of runs) await takeUp(stage, run);
  const last = await sendEvent(stage, name, LAST_ANSWER);
  await untilSettled(stage, [...runs, last]);
  // Otherwise it would be sent again, and refused again, as soon as the connection is good again.
  await product.demand('POST', `/api/v1/runs/${last}/cancel`);
  const scheme = schemes.find((each) => each.name === name);
  await (scheme === undefined ? reconnect(stage) : mend(stage, scheme));
}

async function sendEvent({ product }: CanaryStage, name: string, answer: string): Promise<string> {
  const body = { path: answer.split('/'), at: answer };
  const headers = { cookie: product.person };
  const { runId } = await product.demand('POST', `/api/v1/flows/use-${name}/events`, { body, headers });
  return runId;
}

/** Replayed, run once more, settled or cancelled, as far as its state allows. */
async function takeUp({ product }: CanaryStage, run: string): Promise<void> {
  const { state } = await product.demand('GET', `/api/v1/runs/${run}`);
  if (state === 'dead_lettered') await product.ask('POST', `/api/v1/runs/${run}/replay`);
  if (state === 'succeeded') await product.ask('POST', `/api/v1/runs/${run}/rerun`);
  if (state === 'unknown')
    await product.ask('POST', `/api/v1/runs/${run}/settle`, { body: { happened: true, id: 'x' } });
  if (state === 'waiting') await product.ask('POST', `/api/v1/runs/${run}/cancel`);
}

/** Asks the database, because so many questions to the API would hold up what they ask about. */
function untilSettled({ product }: CanaryStage, runs: readonly string[]): Promise<true> {
  const sqlUnsettled = 'select count(*)::int as count from run where id = any($1) and state <> all($2)';
  return eventually(
    async () => {
      const [row] = await product.database.query<{ count: number }>(sqlUnsettled, [runs, SETTLED]);
      return row?.count === 0 ? true : undefined;
    },
    { what: 'the runs come to rest', withinMs: 40_000 },
  );
}

/** The call, and what came of it passed on to somebody else. */
function flowDocument(name: string): object {
  const trigger = { kind: 'webhook', signature: { kind: 'standard_webhooks' }, schema: true };
  const call = (key: string, connection: string, input: object) => ({
    kind: 'call',
    key,
    connection,
    operation: 'request',
    declare: { class: 'N' },
    input: { object: input },
  });
  const ask = call('ask', name, { method: value('POST'), path: { from: 'trigger.path' }, body: { from: 'trigger' } });
  const pass = call('pass', 'sink', { method: value('POST'), path: value('all'), body: { from: 'steps.ask' } });
  return { holdfast: 1, name: `use-${name}`, title: `Uses ${name}`, trigger, steps: [ask, pass] };
}

/** Drafts tried with every connection: reads at once, a write by choice, and what is kept as samples. */
export async function playTrials(stage: CanaryStage): Promise<void> {
  await Promise.all([...stage.schemes.map(({ name }) => name), CONSENTED].map((name) => tryDraft(stage, name)));
}

async function tryDraft({ product }: CanaryStage, name: string): Promise<void> {
  const flow = `try-${name}`;
  const read = { kind: 'call', connection: name, operation: 'get' };
  const steps = ['json/200', 'text/200', 'account/200', 'json/400/480'].map((answer, at) => ({
    ...read,
    key: `read${at}`,
    input: { object: { path: value(answer) } },
  }));
  const [write] = (flowDocument(name) as { steps: object[] }).steps;
  const document = { ...flowDocument(name), name: flow, steps: [{ ...write, key: 'write' }, ...steps] };
  await product.demand('POST', '/api/v1/flows', { body: { name: flow, title: flow, document } });
  await product.demand('PUT', `/api/v1/flows/${flow}/samples/trigger`, {
    body: { output: { path: ['json', '200'] }, isPinned: true, origin: 'pasted' },
  });
  const { revision } = await product.demand('GET', `/api/v1/flows/${flow}/draft`);
  const trial = (choices: object) =>
    product.demand('POST', `/api/v1/flows/${flow}/trial`, { body: { revision, upTo: 'read3', choices } });
  const shown = await trial({});
  const asked = shown.steps.find((step: { key: string }) => step.key === 'write');
  if (asked.state !== 'needs_choice') throw new Error(`${name} could not be tried: ${JSON.stringify(asked)}`);
  const { requestHash } = asked.call;
  const sent = await trial({ write: { kind: 'send', requestHash } });
  const last = sent.steps.at(-1);
  if (last.key !== 'read3' || last.state !== 'failed') throw new Error(JSON.stringify(sent).slice(0, 2_000));
  await product.demand('GET', `/api/v1/flows/${flow}/samples`);
  const [run] = (await product.demand('GET', `/api/v1/runs?flow=use-${name}&state=succeeded`)).runs;
  await product.ask('POST', `/api/v1/flows/${flow}/samples/from`, { body: { runId: run?.id, withSteps: true } });
}

/** Flows taken out and in again, and webhooks with a secret of their own that are called rightly and wrongly. */
export async function playExchange({ product, witness, schemes }: CanaryStage): Promise<void> {
  const [first] = schemes;
  const flow = `use-${first?.name}`;
  const bundle = await product.demand('GET', `/api/v1/flows/${flow}/export`);
  await product.demand('POST', '/api/v1/flows/import', { body: { bundle, name: 'imported' } });
  const canary = makeCanary('webhook signing secret', '');
  const key = Buffer.from(witness.guard(canary)).toString('base64');
  await product.ask('POST', `/api/v1/flows/${flow}/hook/secret`, { body: { secret: `whsec_${key} ${key}!` } });
  const { path } = await product.demand('POST', `/api/v1/flows/${flow}/hook/secret`, {
    body: { secret: `whsec_${key}` },
  });
  const body = JSON.stringify({ path: ['json', '200'] });
  const [id, timestamp] = ['msg_1', String(Math.floor(Date.now() / 1_000))];
  const signature = createHmac('sha256', Buffer.from(key, 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
  const deliver = (headers: Record<string, string>) => product.ask('POST', path, { as: 'nobody', body, headers });
  await deliver({ ...signed, 'webhook-signature': `v1,${key}` });
  const { status, text } = await deliver({
    ...signed,
    authorization: `Basic ${key}`,
    cookie: product.person,
    'x-token': key,
  });
  if (status >= 300) throw new Error(`A rightly signed event was refused: ${text}`);
}

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CommandLine, commandLineOf } from '../../test/command-line.ts';
import { customerFlow, startHoldfast, type TestHoldfast, until, VENDOR_KEY } from '../../test/holdfast.ts';
import { type JsonObject, stringifyJson } from '../foundation/index.ts';

const YAML_FLOW = `
holdfast: 1
name: from-yaml
title: A flow written in YAML
trigger:
  kind: webhook
  signature: {kind: unsigned}
  schema: {type: object, required: [email], properties: {email: {type: string}, limit: {type: number, maximum: 9007199254740993}}}
steps:
  - kind: call
    key: customer
    connection: billing
    operation: upsert_customer
    input: {object: {email: {from: trigger.email}, name: {value: "From YAML"}}}
`;

describe('the command line', () => {
  let holdfast: TestHoldfast;
  let folder: string;
  let run: CommandLine['run'];
  let runJson: CommandLine['runJson'];

  before(async () => {
    holdfast = await startHoldfast();
    ({ run, runJson } = commandLineOf(holdfast));
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-cli-'));
  });
  after(async () => {
    await holdfast.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a flow goes from a YAML file to a run that a person can follow', async () => {
    const file = path.join(folder, 'flow.yaml');
    await writeFile(file, YAML_FLOW);
    assert.deepEqual(await run(['flow', 'check', file]), {
      code: 0,
      stdout: 'The flow can be published.\n',
      stderr: '',
    });
    const published = await run(['flow', 'publish', file, '--note', 'the first']);
    assert.match(
      published.stdout,
      /^from-yaml is live in version 1\.\nEvents come in at http:\/\/127\.0\.0\.1:\d+\/hooks\//,
    );
    assert.match(
      (await run(['flow', 'list'])).stdout,
      /^FLOW {7}VERSION {2}TITLE\nfrom-yaml {2}1 {8}A flow written in YAML$/m,
    );
    assert.match((await run(['flow', 'show', 'from-yaml'])).stdout, /1 live .* the first$/m);
    const document = stringifyJson((await holdfast.client.showVersion('from-yaml', 1)).document);
    assert.match(document, /"maximum":9007199254740993/, 'the file kept its digits');

    const sent = await run(['event', 'send', 'from-yaml', '--id', 'one'], { input: '{"email":"ada@example.com"}' });
    const runId = /Accepted as run (\S+)\./.exec(sent.stdout)?.[1] ?? '';
    const again = await run(['event', 'send', 'from-yaml', '-', '--id', 'one'], {
      input: '{"email":"ada@example.com"}',
    });
    assert.equal(again.stdout, `The event was known; its run is ${runId}.\n`);
    await until(
      () => holdfast.client.showRun(runId),
      ({ state }) => state === 'succeeded',
    );
    const shown = await run(['run', 'show', runId]);
    for (const part of [
      /^Run /m,
      /mapped input/,
      /request {4}PUT/,
      /response {3}201/,
      /decision {3}succeeded/,
      /^Next: nothing/m,
    ]) {
      assert.match(shown.stdout, part);
    }
    assert.equal(shown.stdout.includes(VENDOR_KEY), false);
    assert.match(
      (await run(['run', 'list', '--flow', 'from-yaml'])).stdout,
      new RegExp(`^${runId} .* succeeded$`, 'm'),
    );
    assert.equal((await run(['run', 'replay', runId])).code, 4);
    assert.match((await run(['run', 'rerun', runId])).stdout, /^Run \S+ is (queued|running|succeeded)\.$/m);
  });

  test('with --json standard output is one document and nothing else, for errors too', async () => {
    assert.ok(Array.isArray((await runJson(['run', 'list'])).runs));
    assert.ok(Array.isArray((await runJson(['connection', 'list'])).connections));
    assert.ok(Array.isArray((await runJson(['connector', 'list'])).connectors));
    const { error } = (await runJson(['flow', 'show', 'none'])) as { error: JsonObject };
    assert.deepEqual([error.code, error.exitCode], ['flows.flow.not_found', 3]);
    const usage = (await runJson(['run', 'lst'])) as { error: JsonObject };
    assert.deepEqual([usage.error.code, usage.error.exitCode], ['app.command.unknown', 2]);
  });

  test('a flow with problems is told problem by problem, and the exit code says that it failed', async () => {
    const document = customerFlow('broken') as JsonObject;
    delete document.title;
    const file = path.join(folder, 'broken.json');
    await writeFile(file, stringifyJson(document));
    const checked = await run(['flow', 'check', file]);
    assert.equal(checked.code, 1);
    assert.match(checked.stdout, /^The flow has 1 problem:\n {2}\/: The field "title" is missing\./);
    const published = await run(['flow', 'publish', file]);
    assert.equal(published.code, 1);
    assert.match(published.stderr, /title/);
  });

  test('a connection is added from a document, and its credential is seen nowhere', async () => {
    const draft = {
      name: 'third',
      connector: 'sandbox_invoicing',
      settings: { baseUrl: holdfast.vendor.url },
      credential: { kind: 'api_key', key: 'wrong-7b1' },
    };
    const proving = await run(['connection', 'add', '-'], { input: JSON.stringify(draft) });
    assert.equal(proving.code, 1);
    assert.match(proving.stderr, /does not accept the credential of "third": status 401/);
    const added = await run(['connection', 'add', '-', '--unproven'], { input: JSON.stringify(draft) });
    assert.match(added.stdout, /^Connection third is made and not proven\./);
    const refused = await run(['connection', 'verify', 'third']);
    assert.equal(refused.code, 1);
    assert.equal(`${refused.stdout}${refused.stderr}${added.stdout}${added.stderr}`.includes('wrong-7b1'), false);
    const replaced = await run(['connection', 'set-credential', 'third', '-'], {
      input: `kind: api_key\nkey: ${VENDOR_KEY}\n`,
    });
    assert.equal(replaced.code, 0, replaced.stderr);
    assert.equal((await run(['connection', 'verify', 'third'])).stdout, 'Connection third is active.\n');
    assert.equal(`${proving.stdout}${proving.stderr}`.includes('wrong-7b1'), false);
  });

  test('a connection is shown, reconnected, handed to its owner, revoked and removed, and the audit tells of it', async () => {
    const shown = await run(['connection', 'show', 'third']);
    assert.match(shown.stdout, /^Connection:\s+third \(.+, api_key\)\nState:\s+active\n/);
    const credential = { kind: 'api_key', key: VENDOR_KEY };
    const reconnected = await run(['connection', 'reconnect', 'third', '-'], { input: JSON.stringify(credential) });
    assert.match(reconnected.stdout, /^third is connected/);
    const link = await run(['connection', 'reconnect', 'third', '--minutes', '5']);
    assert.match(link.stdout, /\nhttp:\/\/localhost:\d+\/connect#[\w-]{43}\n$/);
    const preview = await run(['connection', 'revoke', 'third']);
    assert.match(preview.stdout, /No live flow uses it\.\n[\s\S]*Nothing is done yet\./);
    assert.match((await run(['connection', 'revoke', 'third', '--yes'])).stdout, /third is revoked/);
    assert.match((await run(['connection', 'remove', 'third'])).stdout, /third is deleted/);
    const { entries } = (await runJson(['audit', 'list', '--limit', '4'])) as { entries: JsonObject[] };
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['connection.deleted', 'connection.revoked', 'connect_link.made', 'connection.reconnected'],
    );
  });

  const misuses: readonly [title: string, args: string[], wanted: RegExp][] = [
    ['an unknown command', ['conection'], /There is no command "conection"\. Did you mean "connection"\?/],
    ['an unknown second word', ['run', 'shw'], /There is no command "run shw"\. Did you mean "run show"\?/],
    ['a group without its second word', ['run'], /There are: run list, run show/],
    [
      'an unknown option',
      ['run', 'list', '--stat', 'x'],
      /There is no option --stat\. Did you mean "--state"\?\nUsage: holdfast run list/,
    ],
    ['an option without its value', ['run', 'list', '--state'], /The option --state needs a value\./],
    ['an argument that is missing', ['run', 'show'], /The argument <id> is missing\.\nUsage: holdfast run show <id>/],
    ['an argument too many', ['flow', 'list', 'x'], /"x" is one argument too many\./],
    [
      'a verdict that says both',
      ['run', 'settle', 'x', '--happened', 'inv_1', '--not-happened'],
      /Say either --happened ID or --not-happened\./,
    ],
    ['a verdict that says nothing', ['run', 'settle', 'x'], /Say either --happened ID or --not-happened\./],
    ['a verdict without its record', ['run', 'settle', 'x', '--happened'], /The option --happened needs a value\./],
    [
      'the record of what did not happen',
      ['run', 'settle', 'x', '--not-happened', '--record', 'x.json'],
      /There is no record of a write that did not happen\./,
    ],
  ];
  for (const [title, args, wanted] of misuses) {
    test(`${title} ends with code 2 and says how it is meant`, async () => {
      const { code, stdout, stderr } = await run(args);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, wanted);
    });
  }

  test('help and version need neither a server nor right settings', async () => {
    const env = { HOLDFAST_PORT: 'wrong' };
    assert.match((await run(['help'], { env })).stdout, /^Usage: holdfast <command>[\s\S]*Exit codes/);
    assert.match((await run(['run', 'settle', '--help'], { env })).stdout, /--not-happened/);
    assert.match((await run(['--version'], { env })).stdout, /^holdfast \d+\.\d+\.\d+ \(node 26\./);
  });

  test('each reason to fail has its exit code', async () => {
    assert.equal((await run(['run', 'list'], { env: { HOLDFAST_PROT: '1' } })).code, 78);
    assert.equal((await run(['run', 'list'], { env: { HOLDFAST_URL: 'http://127.0.0.1:9' } })).code, 5);
    assert.equal((await run(['run', 'list'], { env: { HOLDFAST_TOKEN: 'hf_none' } })).code, 6);
    assert.equal((await run(['run', 'list'], { env: { HOLDFAST_TOKEN: '', HOLDFAST_DATA: folder } })).code, 6);
    assert.equal((await run(['flow', 'check', '/none.yaml'])).code, 1);
  });

  test('the doctor looks at everything and finds a key that does not belong to the database', async () => {
    const env = {
      DATABASE_URL: holdfast.databaseUrl,
      HOLDFAST_KEY: holdfast.masterKey,
      HOLDFAST_PORT: new URL(holdfast.url).port,
    };
    const healthy = await run(['doctor'], { env });
    assert.equal(healthy.code, 0, healthy.stdout);
    for (const name of ['node', 'settings', 'port', 'egress', 'database', 'schema', 'key']) {
      assert.match(healthy.stdout, new RegExp(`^ok {3}${name} `, 'm'));
    }
    const key = Buffer.alloc(32, 7).toString('base64');
    const ill = await run(['doctor'], { env: { ...env, HOLDFAST_KEY: key } });
    assert.equal(ill.code, 1);
    assert.match(ill.stdout, /^FAIL key .*does not belong to this database/m);
  });
});

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { ApiClient } from '../api/index.ts';
import { isAppError, silentLog } from '../foundation/index.ts';
import { type Config, readConfig } from './config.ts';
import { DataFolder } from './data-folder.ts';
import { exitCodeOf } from './exit-code.ts';
import { noteServer, readServerNote } from './server-note.ts';
import { explainUnreached, findServer } from './server-search.ts';

/** Nothing listens there: the port of the discard service, which nobody runs. */
const DEAD = 'http://127.0.0.1:9';
const READY = '{"status":"ready","checks":{}}';

describe('where the command line finds Holdfast', () => {
  let folder: DataFolder;
  const servers: Server[] = [];

  beforeEach(async () => {
    folder = new DataFolder(await mkdtemp(path.join(tmpdir(), 'holdfast-search-')));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) server.close();
    await rm(folder.path, { recursive: true, force: true });
  });

  /** A server that answers everything so; `heard` collects the authorizations it was given. */
  async function listen(body: string, heard: unknown[] = []): Promise<string> {
    const server = createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.setHeader('content-type', 'application/json').end(body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const configWith = (env: Record<string, string> = {}): Config =>
    readConfig({
      env: { HOLDFAST_DATA: folder.path, HOLDFAST_PORT: '9', ...env },
      readFile() {
        throw new Error('ENOENT');
      },
    });

  test('on the port it was started on, noted for nobody but the owner of the data folder', async () => {
    const url = await listen(READY);
    noteServer(folder, url, silentLog);
    assert.deepEqual(await findServer(configWith()), { url });
    assert.equal((await stat(folder.urlFile)).mode & 0o777, 0o600);
  });

  test('where HOLDFAST_URL says, whatever is noted', async () => {
    noteServer(folder, await listen(READY), silentLog);
    assert.deepEqual(await findServer(configWith({ HOLDFAST_URL: DEAD })), { url: DEAD });
  });

  test('without a note, or with one that is no address, on the host and port of the settings', async () => {
    assert.deepEqual(await findServer(configWith()), { url: DEAD });
    for (const text of ['', 'rubbish', 'file:///etc', 'http://eve:x@127.0.0.1:1', 'http://127.0.0.1:1/x?y']) {
      await writeFile(folder.urlFile, text);
      assert.deepEqual(await findServer(configWith()), { url: DEAD }, text);
    }
  });

  test('a note that is out of date is passed over, and no token goes to who has the port now', async () => {
    const heard: unknown[] = [];
    const other = await listen('{"status":"ok"}', heard);
    const real = await listen(READY);
    noteServer(folder, other, silentLog);
    const found = await findServer(configWith({ HOLDFAST_PORT: new URL(real).port }));
    assert.deepEqual(found, { url: real, stale: { url: other, file: folder.urlFile } });
    assert.deepEqual(heard, [undefined]);
  });

  test('when it runs nowhere, both places are told, with the code for it', async () => {
    noteServer(folder, 'http://127.0.0.1:1', silentLog);
    const found = await findServer(configWith());
    const failure = await new ApiClient({ url: found.url }).listRuns().catch((error: unknown) => error);
    const told = explainUnreached(failure, found);
    assert.ok(isAppError(told, 'app.server.not_found'));
    assert.match(
      told.publicMessage,
      /neither at http:\/\/127\.0\.0\.1:1, .*cli\.url\), nor at http:\/\/127\.0\.0\.1:9\./,
    );
    assert.equal(exitCodeOf(told), 5);
    const plain = explainUnreached(failure, { url: DEAD });
    assert.equal(plain, failure, 'without a note there is one place, and it is told already');
  });

  test('a stop takes its own note away, and not that of a later start', async () => {
    const forget = noteServer(folder, DEAD, silentLog);
    const forgetLater = noteServer(folder, 'http://127.0.0.1:1', silentLog);
    forget();
    assert.equal(await readFile(folder.urlFile, 'utf8'), 'http://127.0.0.1:1\n');
    forgetLater();
    assert.equal(readServerNote(folder), undefined);
  });

  test('a data folder that cannot be written costs a warning and not the start', async () => {
    const warned: string[] = [];
    await mkdir(folder.urlFile);
    noteServer(folder, DEAD, { ...silentLog, warn: (event) => warned.push(event) })();
    assert.deepEqual(warned, ['process.url_not_noted']);
  });
});

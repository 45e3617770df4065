import assert from 'node:assert/strict';
import { test } from 'node:test';
import { socketFolderOf } from './server-place.ts';
import { accessTexts, clusterNameOf, configText, socketUrl } from './server-settings.ts';

test('the embedded server keeps what it commits and listens on its socket only', () => {
  const config = configText('/data/socket', '18.4.0');
  for (const line of [/^fsync = 'on'/m, /^synchronous_commit = 'on'/m, /^listen_addresses = ''/m])
    assert.match(config, line);
  assert.match(config, /^unix_socket_directories = '\/data\/socket'$/m);
});

test('the name of the cluster changes with the settings and with the version', () => {
  const names = [
    configText('/a', '18.4.0'),
    configText('/b', '18.4.0'),
    configText('/a', '18.5.0'),
    configText('/a', '18.4.0'),
  ].map(clusterNameOf);
  assert.equal(names[0], names[3]);
  assert.equal(new Set(names).size, 3);
  assert.match(names[0] ?? '', /^holdfast-[0-9a-f]{16}$/);
});

test('only the named user of the machine may connect', () => {
  const { hba, ident } = accessTexts('odd "name"');
  assert.equal(hba, 'local all all peer map=holdfast\n');
  assert.equal(ident, 'holdfast "odd ""name""" holdfast\n');
});

test('a socket path that the kernel would cut moves to a short folder, always the same', () => {
  const deep = `/srv/${'deep/'.repeat(20)}data/postgres`;
  assert.equal(socketFolderOf('/srv/data/postgres'), '/srv/data/postgres/socket');
  assert.match(socketFolderOf(deep), /^\/tmp\/holdfast-[0-9a-f]{24}$/);
  assert.equal(socketFolderOf(deep), socketFolderOf(deep));
});

test('the address of a socket survives spaces and slashes in its folder', () => {
  assert.equal(new URL(socketUrl('/a b/c', 'x').replace('@/', '@host/')).searchParams.get('host'), '/a b/c');
});

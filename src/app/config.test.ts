import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { AppError } from '../foundation/index.ts';
import { type Config, readConfig } from './config.ts';
import { SETTINGS } from './setting-table.ts';

type Files = Readonly<Record<string, string>>;

function read(env: Record<string, string>, files: Files = {}): Config {
  return readConfig({
    env,
    readFile(file) {
      const text = files[file];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    },
  });
}

/** The problems of settings that are refused, as `pointer: message`. */
function problemsOf(env: Record<string, string>, files: Files = {}): string[] {
  try {
    read(env, files);
  } catch (error) {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, 'app.settings.invalid');
    return error.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
  return [];
}

describe('settings', () => {
  test('without any setting the defaults hold', () => {
    const config = read({});
    assert.equal(config.port, 3000);
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.dataFolder, './.holdfast');
    assert.equal(config.keyFile, '.holdfast/master.key');
    assert.equal(config.databaseUrl, undefined);
    assert.deepEqual(config.egress, { allow: [], httpsPorts: [] });
  });

  test('the environment wins over the file, and the file over the default', () => {
    const files = { 'holdfast.config.yaml': 'port: 4000\nleaseMs: 20000\n' };
    const config = read({ HOLDFAST_PORT: '5000' }, files);
    assert.deepEqual([config.port, config.leaseMs, config.graceMs], [5000, 20_000, 10_000]);
    assert.equal(config.readFrom, 'holdfast.config.yaml');
  });

  test('a variable that holds a secret for a credential may have any name behind its beginning, and is never shown', () => {
    const { secretVariables } = read({ HOLDFAST_SECRET_CRM: 'c4n4ry' });
    assert.equal(secretVariables.get('HOLDFAST_SECRET_CRM')?.reveal(), 'c4n4ry');
    assert.ok(!inspect(secretVariables).includes('c4n4ry'));
    assert.deepEqual(problemsOf({ HOLDFAST_SECRETS_FOLDR: '/x' }).length, 1);
  });

  test('workspaces that may use references are ids with commas between, a list in the file, or all', () => {
    const [one, two] = ['0190f0c4-7d52-7cc0-8000-000000000001', '0190f0c4-7d52-7cc0-8000-000000000002'];
    const named = (text: string) => read({ HOLDFAST_SECRETS_WORKSPACES: text }).secretsWorkspaces;
    assert.deepEqual(named(`${one}, ${two}`), [one, two]);
    assert.deepEqual(named('all'), ['all']);
    const files = { 'holdfast.config.yaml': `secretsWorkspaces:\n  - ${one}\n` };
    assert.deepEqual(read({}, files).secretsWorkspaces, [one]);
    assert.deepEqual(read({}).secretsWorkspaces, []);
    assert.equal(problemsOf({ HOLDFAST_SECRETS_WORKSPACES: 'main' }).length, 1);
  });

  test('an empty variable counts as not given, as compose files make them', () => {
    assert.equal(read({ HOLDFAST_PORT: '', DATABASE_URL: '' }).port, 3000);
  });

  test('a database is named by host, by socket folder, or by neither', () => {
    for (const url of ['postgres://u:p%2F@h:5432/d', 'postgresql://u@/d?host=/run/postgresql', 'postgres:///d']) {
      assert.equal(read({ DATABASE_URL: url }).databaseUrl?.reveal(), url);
    }
  });

  test('the file of the data folder is read before the one beside it', () => {
    const files = { '/data/holdfast.config.json': '{"port":1111}', 'holdfast.config.yaml': 'port: 2222' };
    assert.equal(read({ HOLDFAST_DATA: '/data' }, files).port, 1111);
  });

  const wrong: readonly [title: string, env: Record<string, string>, wanted: string][] = [
    [
      'a port that is no number',
      { HOLDFAST_PORT: 'http' },
      '/HOLDFAST_PORT: HOLDFAST_PORT is "http", but it must be a whole number from 0 to 65535.',
    ],
    [
      'a port beyond the last one',
      { HOLDFAST_PORT: '65536' },
      '/HOLDFAST_PORT: HOLDFAST_PORT is "65536", but it must be a whole number from 0 to 65535.',
    ],
    [
      'a negative number',
      { HOLDFAST_LEASE_MS: '-1' },
      '/HOLDFAST_LEASE_MS: HOLDFAST_LEASE_MS is "-1", but it must be a whole number from 3000 to 120000.',
    ],
    [
      'a fraction',
      { HOLDFAST_GRACE_MS: '1.5' },
      '/HOLDFAST_GRACE_MS: HOLDFAST_GRACE_MS is "1.5", but it must be a whole number from 0 to 600000.',
    ],
    [
      'a word that is not offered',
      { HOLDFAST_LOG_LEVEL: 'debug' },
      '/HOLDFAST_LOG_LEVEL: HOLDFAST_LOG_LEVEL is "debug", but it must be one of info, warn, error, silent.',
    ],
    [
      'an address without a scheme',
      { HOLDFAST_PUBLIC_URL: 'holdfast.example' },
      '/HOLDFAST_PUBLIC_URL: HOLDFAST_PUBLIC_URL is "holdfast.example", but it must be an http or https address such as https://holdfast.example.',
    ],
    [
      'an address with a password',
      { HOLDFAST_PUBLIC_URL: 'https://eve:hunter2@holdfast.example' },
      '/HOLDFAST_PUBLIC_URL: HOLDFAST_PUBLIC_URL is "https://***@holdfast.example", but it must be an http or https address such as https://holdfast.example.',
    ],
    [
      'an address with a password and no name',
      { HOLDFAST_URL: 'https://:hunter2@holdfast.example' },
      '/HOLDFAST_URL: HOLDFAST_URL is "https://***@holdfast.example", but it must be an http or https address such as https://holdfast.example.',
    ],
    [
      'a database that is not PostgreSQL',
      { DATABASE_URL: 'mysql://root:hunter2@db' },
      '/DATABASE_URL: DATABASE_URL is something else, but it must be an address such as postgres://user:password@host:5432/name, where a password has `%2F` for `/` and so on.',
    ],
    [
      'a database address whose password ends it too early',
      { DATABASE_URL: 'postgres://eve:hunt/er2@db:5432/name' },
      '/DATABASE_URL: DATABASE_URL is something else, but it must be an address such as postgres://user:password@host:5432/name, where a password has `%2F` for `/` and so on.',
    ],
    [
      'a host of blanks',
      { HOLDFAST_HOST: '  ' },
      '/HOLDFAST_HOST: HOLDFAST_HOST is "  ", but it must be a text that is not empty.',
    ],
    [
      'a misspelt variable',
      { HOLDFAST_PROT: '1' },
      '/HOLDFAST_PROT: There is no setting HOLDFAST_PROT. Did you mean "HOLDFAST_PORT"?',
    ],
    [
      'a variable like no other',
      { HOLDFAST_XYLOPHONE: '1' },
      '/HOLDFAST_XYLOPHONE: There is no setting HOLDFAST_XYLOPHONE.',
    ],
  ];
  for (const [title, env, wanted] of wrong) {
    test(`${title} is refused with what is allowed`, () => assert.deepEqual(problemsOf(env), [wanted]));
  }

  const wrongFiles: readonly [title: string, text: string, wanted: string][] = [
    ['an unknown key', 'prot: 1', '/prot: There is no setting prot. Did you mean "port"?'],
    ['a wrong value', 'port: "x"', '/port: port is "x", but it must be a whole number from 0 to 65535.'],
    ['a secret of the environment', 'token: hf_x', '/token: There is no setting token.'],
    [
      'egress that is a list',
      'egress: []',
      '/egress: egress is [], but it must be an object with allow and httpsPorts.',
    ],
    [
      'an unknown key of egress',
      'egress: {alow: []}',
      '/egress/alow: There is no setting egress.alow. Did you mean "allow"?',
    ],
    [
      'a target without a host',
      'egress: {allow: [{ports: [80]}]}',
      '/egress/allow/0: egress.allow.0 is {"ports":[80]}, but it must be an object with host and ports.',
    ],
    [
      'a target without ports',
      'egress: {allow: [{host: a.example}]}',
      '/egress/allow: Rule 1 of the egress list cannot be used: ports is not a list of ports.',
    ],
    ['a metadata address', 'egress: {allow: [{host: 169.254.169.254, ports: [80], cidr: 169.254.0.0/16}]}', ''],
  ];
  for (const [title, text, wanted] of wrongFiles) {
    test(`in the file, ${title} is refused with its place`, () => {
      const problems = problemsOf({}, { 'holdfast.config.yaml': text });
      assert.equal(problems.length, 1);
      if (title !== 'a metadata address' && title !== 'a target without ports') assert.deepEqual(problems, [wanted]);
      else assert.match(problems[0] ?? '', /^\/egress\/allow: /);
    });
  }

  test('everything that is wrong is told at once', () => {
    const problems = problemsOf({ HOLDFAST_PORT: 'x', HOLDFAST_HOTS: 'y' }, { 'holdfast.config.yaml': 'sampel: off' });
    assert.equal(problems.length, 3);
  });

  test('the allow-list of the operator is read', () => {
    const text =
      'egress:\n  allow:\n    - host: erp.internal\n      ports: [8080]\n      cidr: 10.0.0.0/8\n  httpsPorts: [8443]\n';
    const { egress } = read({}, { 'holdfast.config.yaml': text });
    assert.deepEqual(egress, {
      allow: [{ host: 'erp.internal', ports: [8080], cidr: '10.0.0.0/8' }],
      httpsPorts: [8443],
    });
  });

  test('a file that is named and not there is an error, and so is one that is no list of settings', () => {
    assert.throws(() => read({ HOLDFAST_CONFIG: '/none.yaml' }), { code: 'app.settings.file_missing' });
    assert.throws(() => read({ HOLDFAST_CONFIG: '/a.yaml' }, { '/a.yaml': '- 1' }), {
      code: 'app.settings.file_malformed',
    });
    assert.throws(() => read({ HOLDFAST_CONFIG: '/a.yaml' }, { '/a.yaml': 'a: [' }), {
      code: 'app.settings.file_malformed',
    });
  });

  test('switching the checking of certificates off refuses every start', () => {
    assert.throws(() => read({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }), { code: 'app.environment.tls_off' });
  });

  test('a secret is not shown, neither by its setting nor by its problem', () => {
    const config = read({ HOLDFAST_KEY: 'hunter2', DATABASE_URL: 'postgres://u:hunter2@h/d' });
    assert.equal(JSON.stringify(config).includes('hunter2'), false);
    assert.equal(config.key?.reveal(), 'hunter2');
  });

  const passwords = [
    'postgres://eve:hunter2@db/name',
    'https://eve:hun/ter@2hunter2@h/x',
    'eve:hunter2@db:5432',
    'https:\\\\eve:hunter2@h',
    ` https://eve:${'hunter2'.repeat(30)}@h`,
  ];
  for (const given of passwords) {
    test(`the password of ${given.trim().slice(0, 34)} is told of no setting, wherever it stands`, () => {
      const file = JSON.stringify({
        url: given,
        port: given,
        databaseUrl: `x${given}`,
        sample: [given],
        egress: {
          allow: [given, { host: given, ports: [443] }, { ports: [{ proxy: given }], name: given }],
          httpsPorts: [given],
        },
      });
      const env = {
        HOLDFAST_PUBLIC_URL: given,
        HOLDFAST_PORT: given,
        DATABASE_URL: ` ${given}`,
        HOLDFAST_BASE_URL: given,
      };
      const problems = [...problemsOf(env), ...problemsOf({}, { 'holdfast.config.yaml': file })];
      assert.ok(problems.length >= 8, problems.join('\n'));
      assert.doesNotMatch(problems.join('\n'), /hun/);
    });
  }

  test('every setting says what it is for and what is allowed', () => {
    for (const [name, setting] of Object.entries(SETTINGS)) {
      assert.match(setting.summary, /\.$/, name);
      assert.ok(setting.allowed.length > 5 && setting.fallbackText.length > 0, name);
    }
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAppError } from '../foundation/index.ts';
import { type AllowedTarget, EgressPolicy, type EgressTarget } from './egress-policy.ts';

function target(url: string): EgressTarget {
  const { protocol, hostname, port } = new URL(url);
  return { protocol, host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

test('without rules only https to public addresses on port 443 is open', () => {
  const policy = new EgressPolicy();
  assert.equal(policy.decideTarget(target('https://api.example.com/'), true), 'allowed');
  assert.equal(policy.decideTarget(target('https://8.8.8.8/'), false), 'allowed');
  for (const url of [
    'http://api.example.com/',
    'https://api.example.com:8443/',
    'https://10.0.0.1/',
    'ftp://a.example/',
  ]) {
    assert.equal(policy.decideTarget(target(url), false), 'blocked', url);
  }
  assert.ok(policy.permitsAddress(target('https://api.example.com/'), '8.8.8.8'));
  assert.ok(!policy.permitsAddress(target('https://api.example.com/'), '10.0.0.1'));
});

test('C06: a rule opens its host, port and range, and nothing beside them', () => {
  const policy = new EgressPolicy({ allow: [{ host: 'erp.corp', ports: [8443], cidr: '10.1.0.0/16' }] });
  const erp = target('https://erp.corp:8443/');
  assert.equal(policy.decideTarget(erp, true), 'allowed');
  assert.ok(policy.permitsAddress(erp, '10.1.2.3'));
  assert.ok(policy.permitsAddress(erp, '::ffff:10.1.2.3'));
  for (const address of ['10.2.0.1', '192.168.0.1', '127.0.0.1', '169.254.169.254']) {
    assert.ok(!policy.permitsAddress(erp, address), address);
  }
  assert.ok(!policy.permitsAddress(target('https://other.corp:8443/'), '10.1.2.3'));
  assert.ok(!policy.permitsAddress(target('https://erp.corp:9000/'), '10.1.2.3'));
});

test('two rules for one host add up', () => {
  const policy = new EgressPolicy({
    allow: [
      { host: 'erp.corp', ports: [443], cidr: '10.1.0.0/16' },
      { host: 'erp.corp', ports: [443], cidr: 'fd12::/16' },
    ],
  });
  assert.ok(policy.permitsAddress(target('https://erp.corp/'), '10.1.2.3'));
  assert.ok(policy.permitsAddress(target('https://erp.corp/'), 'fd12::5'));
});

test('a rule matches its host in whatever case and with the final dot of a full name', () => {
  const policy = new EgressPolicy({ allow: [{ host: 'ERP.corp.', ports: [443], cidr: '10.0.0.0/8' }] });
  assert.ok(policy.permitsAddress(target('https://erp.corp./'), '10.1.2.3'));
  assert.ok(policy.permitsAddress(target('https://Erp.Corp/'), '10.1.2.3'));
});

test('a rule for an IPv6 address opens that address', () => {
  const policy = new EgressPolicy({ allow: [{ host: 'fd12::5', ports: [443] }] });
  assert.equal(policy.decideTarget(target('https://[fd12::5]/'), true), 'allowed');
  assert.equal(policy.decideTarget(target('https://[fd12::6]/'), true), 'blocked');
});

test('this machine is open only to a rule that says so, and link-local and metadata addresses to none', () => {
  const plain = new EgressPolicy({ allow: [{ host: 'localhost', ports: [4000] }] });
  const open = new EgressPolicy({ allow: [{ host: 'localhost', ports: [4000], loopback: true }] });
  const local = target('http://localhost:4000/');
  assert.ok(!plain.permitsAddress(local, '127.0.0.1'));
  assert.ok(open.permitsAddress(local, '127.0.0.1') && open.permitsAddress(local, '::1'));
  for (const address of ['10.0.0.1', '169.254.169.254', '169.254.0.1', 'fe80::1', '0.0.0.0']) {
    assert.ok(!open.permitsAddress(local, address), address);
  }
});

test('C05: plain http needs a rule, and a credential goes by it only within this machine', () => {
  const policy = new EgressPolicy({
    allow: [
      { host: 'legacy.example', ports: [80] },
      { host: 'localhost', ports: [4000], loopback: true },
    ],
  });
  assert.equal(policy.decideTarget(target('http://legacy.example/'), false), 'allowed');
  assert.equal(policy.decideTarget(target('http://legacy.example/'), true), 'plain_http');
  assert.equal(policy.decideTarget(target('https://legacy.example/'), true), 'allowed');
  assert.equal(policy.decideTarget(target('http://localhost:4000/'), true), 'allowed');
});

test('a rule that could never hold or opens too much is refused when it is read', () => {
  const wrong: readonly AllowedTarget[] = [
    { host: 'a b', ports: [1] },
    { host: 'user@corp', ports: [1] },
    { host: 'corp/path', ports: [1] },
    { host: 'corp:80', ports: [1] },
    { host: '', ports: [1] },
    { host: 'corp', ports: [] },
    { host: 'corp', ports: [0] },
    { host: 'corp', ports: [65_536] },
    { host: 'corp', ports: [80.5] },
    { host: 'corp', ports: [80], cidr: '10.0.0.1' },
    { host: 'corp', ports: [80], cidr: '0.0.0.0/0' },
    { host: 'corp', ports: [80], cidr: '::/0' },
    { host: 'corp', ports: [80], cidr: '127.0.0.0/8' },
    { host: 'corp', ports: [80], cidr: '169.254.0.0/16' },
    { host: 'corp', ports: [80], cidr: '10.0.0.0/8', loopback: true },
    { host: '127.0.0.1', ports: [80] },
    { host: '169.254.169.254', ports: [80], loopback: true },
  ];
  for (const rule of wrong) {
    assert.throws(
      () => new EgressPolicy({ allow: [rule] }),
      (error) => isAppError(error, 'outbound.egress.rule_invalid'),
      JSON.stringify(rule),
    );
  }
});

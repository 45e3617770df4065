import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AddressKind, classifyAddress, isInRange, parseIpAddress, parseIpRange } from './ip-address.ts';

function kindOf(text: string): AddressKind | 'unparsable' {
  const address = parseIpAddress(text);
  return address === undefined ? 'unparsable' : classifyAddress(address);
}

test('C03: every address of the block list is other than public, at both ends of its range', () => {
  const list: Readonly<Record<string, readonly string[]>> = {
    reserved: [
      '0.0.0.0',
      '0.255.255.255',
      '192.0.0.0',
      '192.0.0.255',
      '192.0.2.1',
      '192.88.99.1',
      '198.18.0.0',
      '198.19.255.255',
      '198.51.100.7',
      '203.0.113.7',
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
      '::',
      '::ffff:0.0.0.0',
      '::1.2.3.4',
      '::7f00:1',
      '64:ff9b::7f00:1',
      '64:ff9b::1.1.1.1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2002:101:101::1',
      '2001::1',
      '2001:0:ffff::1',
      '2001:db8::1',
      '100::1',
      'fec0::1',
      'ff02::1',
      '5f00::1',
      '3fff::1',
      '::ffff:0:1.1.1.1',
      'fe00::1',
    ],
    private: [
      '10.0.0.0',
      '10.255.255.255',
      '100.64.0.0',
      '100.127.255.255',
      '172.16.0.0',
      '172.31.255.255',
      '192.168.0.1',
      'fc00::1',
      'fdff::1',
      '::ffff:10.0.0.1',
    ],
    loopback: ['127.0.0.0', '127.255.255.255', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
    link_local: ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf::1', '::ffff:169.254.1.1'],
    metadata: ['169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16'],
  };
  for (const [kind, addresses] of Object.entries(list)) {
    for (const address of addresses) assert.equal(kindOf(address), kind, address);
  }
});

test('the neighbours of blocked ranges are public', () => {
  const neighbours = [
    '1.0.0.0',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '2003::1',
    '::ffff:8.8.8.8',
  ];
  for (const address of neighbours) assert.equal(kindOf(address), 'public', address);
});

test('C08: what is not an address in canonical form is not one', () => {
  const texts = [
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '0x7f.0.0.1',
    '1.2.3.-4',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '１.2.3.4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::12345',
    '::g',
    'fe80::1%eth0',
    '::1.2.3',
    '1.2.3.4::',
    '[::1',
    '::1]',
  ];
  for (const text of texts) assert.equal(kindOf(text), 'unparsable', text);
});

test('property: every text that Node takes for an address is one here, however it is written', () => {
  const ipv6 = fc.ipV6().filter((text) => isIP(text) === 6);
  fc.assert(fc.property(fc.oneof(fc.ipV4(), ipv6), (text) => parseIpAddress(text) !== undefined));
});

test('property: all spellings of an IPv6 address that a URL parser takes give the same address', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const url = URL.parse(`http://[${text}]/`);
      if (url === null) return;
      assert.deepEqual(parseIpAddress(text), parseIpAddress(url.hostname));
    }),
  );
});

test('a range holds its addresses and no others, across byte borders', () => {
  const range = parseIpRange('10.128.0.0/9');
  assert.ok(range);
  const holds = (text: string) => isInRange(parseIpAddress(text) as Uint8Array, range);
  assert.deepEqual(['10.127.255.255', '10.128.0.0', '10.255.255.255', '11.0.0.0'].map(holds), [
    false,
    true,
    true,
    false,
  ]);
});

test('a malformed range is none, and neither is one with bits beyond its prefix', () => {
  for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.1/8', '::1/129', 'x/8', '10.0.0.0/8/8', '/8']) {
    assert.equal(parseIpRange(text), undefined, text);
  }
});

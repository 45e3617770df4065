import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isAppError } from '../foundation/index.ts';
import type { OAuthProvider, ProviderParameter } from './provider.ts';
import { findProvider, PROVIDER_GROUPS, providers } from './provider-registry.ts';
import { completeProvider, completeUrl } from './provider-url.ts';

const NAME = /^[a-z0-9]+(_[a-z0-9]+)*$/;
const DATE = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** Vendors whose documentation lies at a domain of an owner or of a publisher, which the vendor itself has chosen. */
const OTHER_DOMAINS: Readonly<Record<string, readonly string[]>> = {
  bitbucket: ['atlassian.com'],
  help_scout: ['helpscout.com'],
  linkedin: ['microsoft.com'],
  pipedrive: ['readme.io'],
  shopify: ['shopify.dev'],
  slack: ['slack.dev'],
  todoist: ['github.io'],
};

/** A value for each parameter that has no initial one. */
const SAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  auth0: { domain: 'acme.eu.auth0.com', audience: 'https://acme.eu.auth0.com/api/v2/' },
  okta: { domain: 'acme.okta.com' },
  shopify: { shop: 'acme' },
  snowflake: { account: 'xy12345.eu-central-1' },
  zendesk: { subdomain: 'acme' },
};

/** What a person might put into a parameter to make a secret go elsewhere. */
const HOSTILE = [
  '',
  ' ',
  'evil.example/',
  'evil.example#',
  'evil.example?',
  'evil.example:443/',
  'a@evil.example',
  'a:b@evil.example/',
  'evil.example\\',
  'evil.example\n',
  'acme\n.evil.example',
  'evil.example%2f',
  'evil.example／',
  'аcme',
  '..',
  '../..',
  '{tenant}',
  '$&',
  'a'.repeat(400),
];

const all = [...providers.values()];

function addressesOf(provider: OAuthProvider): readonly string[] {
  const { authorizeUrl, tokenUrl, refreshUrl, revokeUrl, issuer } = provider;
  return [authorizeUrl, tokenUrl, refreshUrl, revokeUrl, issuer].filter((url) => url !== undefined);
}

/** The last two labels of a host, which is the domain of every vendor here. */
function domainOf(url: string): string {
  return new URL(url.replaceAll(/\{\w+\}/g, 'x')).hostname.split('.').slice(-2).join('.');
}

function placeholdersOf(provider: OAuthProvider): string[] {
  const texts = [
    ...addressesOf(provider),
    ...Object.values(provider.authorizeParameters ?? {}),
    ...Object.values(provider.tokenParameters ?? {}),
    provider.jwt?.audience ?? '',
  ];
  return texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)));
}

function isRefused(error: unknown): boolean {
  return isAppError(error, 'connectors.provider.parameter') || isAppError(error, 'connectors.provider.address');
}

/** The address with a value in it, or undefined when the value is refused. */
function addressWith(template: string, declared: readonly ProviderParameter[], given: Record<string, string>) {
  try {
    return completeUrl(template, { declared, given });
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

it('the list of providers equals the folder, each name its file, without duplicates', () => {
  const files = readdirSync(path.join(import.meta.dirname, 'providers')).map((file) => file.replace(/\.ts$/, ''));
  const grouped = PROVIDER_GROUPS.flatMap((group) => group.providers.map(({ name }) => name));
  assert.deepEqual([...providers.keys()], files.map((file) => file.replaceAll('-', '_')).sort());
  assert.equal(grouped.length, providers.size);
  assert.equal(new Set(all.map(({ title }) => title)).size, all.length);
});

it('there are providers for the things that an IT firm uses', () => {
  assert.ok(all.length >= 45, `${all.length} providers`);
});

it('an unknown name is answered with the names that are near', () => {
  for (const [name, known] of [
    ['hubspt', /Did you mean "hubspot"/],
    ['dropbox sign', /dropbox/],
    ['constructor', /airtable.*zoom/],
  ] as const) {
    assert.throws(
      () => findProvider(name),
      (error) =>
        isAppError(error, 'connectors.provider.not_found') && known.test(`${error.publicMessage} ${error.fix}`),
    );
  }
  assert.equal(findProvider('hubspot').title, 'HubSpot');
});

for (const provider of all) {
  describe(`the provider ${provider.name}`, () => {
    const given = SAMPLES[provider.name] ?? {};
    const declared = provider.parameters ?? [];

    it('has a name and texts as they have to be', () => {
      assert.match(provider.name, NAME);
      const texts = [provider.title, ...provider.quirks, ...declared.flatMap((one) => [one.title, one.description])];
      for (const text of texts) assert.ok(text.trim() === text && text.length > 1, text);
      for (const quirk of provider.quirks) assert.match(quirk, /[.)]$/);
      assert.ok(provider.grants.length > 0 && new Set(provider.grants).size === provider.grants.length);
      assert.equal(provider.grants.includes('jwt_bearer'), provider.jwt !== undefined);
    });

    it('is reached by https alone, at plain addresses', () => {
      const complete = completeProvider(provider, given);
      for (const address of [...addressesOf(complete), complete.consoleUrl]) {
        const url = new URL(address);
        assert.equal(url.protocol, 'https:');
        assert.equal(`${url.username}${url.password}${url.port}`, '');
        assert.doesNotMatch(address, /[{}\s]/);
      }
    });

    it('declares exactly the parameters that its addresses hold', () => {
      const names = declared.map(({ name }) => name);
      assert.deepEqual([...new Set(placeholdersOf(provider))].sort(), [...names].sort());
      assert.equal(new Set(names).size, names.length);
      for (const { pattern } of [...declared, ...(provider.callbackParameters ?? [])]) {
        assert.ok(pattern.startsWith('^') && pattern.endsWith('$'), pattern);
      }
    });

    it('keeps its hosts whatever is put into a parameter', () => {
      for (const { name } of declared) {
        for (const value of HOSTILE.filter((text) => text !== '')) {
          for (const template of addressesOf(provider).filter((url) => url.includes(`{${name}}`))) {
            assert.equal(addressWith(template, declared, { ...given, [name]: value }), undefined, value);
          }
        }
      }
    });

    it('names pages of the vendor as its sources, with a day', () => {
      const own = [...addressesOf(provider), provider.consoleUrl].map(domainOf);
      const allowed = new Set([...own, ...(OTHER_DOMAINS[provider.name] ?? [])]);
      assert.ok(provider.sources.length > 0);
      for (const { url, checked } of provider.sources) {
        assert.ok(url.startsWith('https://') && allowed.has(domainOf(url)), url);
        assert.match(checked, DATE);
      }
    });

    it('has lives that fit each other', () => {
      const { rotation, idleLifeMs = 1, totalLifeMs = Infinity, graceMs = 1 } = provider.refresh;
      assert.ok(
        idleLifeMs > 0 &&
          idleLifeMs <= totalLifeMs &&
          graceMs > 0 &&
          (provider.refresh.idleLifeMs === undefined || graceMs < idleLifeMs),
      );
      assert.ok((provider.renewAheadMs ?? 0) < (provider.accessLifeMs ?? Infinity));
      assert.ok(rotation !== 'none' || provider.refresh.idleLifeMs === undefined);
      assert.ok(provider.expiresAtField === undefined || provider.accessLifeMs !== undefined);
    });

    it('sends a credential to hosts of the vendor alone, whatever the token answer names', () => {
      assert.equal(provider.apiUrlField !== undefined, (provider.apiHosts ?? []).length > 0);
      for (const host of provider.apiHosts ?? []) assert.match(host, /^\.?[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      assert.ok(provider.apiUrlTemplate === undefined || provider.apiUrlTemplate.startsWith('https://{value}'));
    });
  });
}

describe('completing an address', () => {
  const shop: ProviderParameter = { name: 'shop', title: 'Shop', description: 'Its name.', pattern: '^[a-z-]+$' };

  it('takes the initial value when none is given', () => {
    const declared = [{ ...shop, initial: 'acme' }];
    assert.equal(completeUrl('https://{shop}.a.example/x', { declared, given: {} }), 'https://acme.a.example/x');
    assert.equal(completeUrl('https://{shop}.a.example', { declared, given: { shop: '' } }), 'https://acme.a.example');
  });

  it('says what is missing without repeating what was given', () => {
    const parameters = { declared: [shop], given: { shop: 'EVIL/' } };
    assert.throws(
      () => completeUrl('https://{shop}.a.example/', parameters),
      (error) =>
        isAppError(error, 'connectors.provider.parameter') &&
        /Its name\./.test(error.fix) &&
        !/EVIL/.test(`${error.publicMessage}${error.fix}`),
    );
  });

  it('refuses a parameter that the provider does not have', () => {
    assert.throws(
      () => completeProvider(findProvider('github'), { host: 'evil.example' }),
      (error) => isAppError(error, 'connectors.provider.parameter_unknown'),
    );
  });

  it('takes no value from the prototype of what was given', () => {
    const declared = [{ ...shop, name: 'constructor' }];
    assert.equal(addressWith('https://{constructor}.a.example/', declared, {}), undefined);
  });

  it('fills added parameters and the audience like addresses', () => {
    const auth0 = completeProvider(findProvider('auth0'), SAMPLES.auth0 ?? {});
    assert.deepEqual(auth0.tokenParameters, { audience: 'https://acme.eu.auth0.com/api/v2/' });
    const docusign = completeProvider(findProvider('docusign'), { accountHost: 'account-d.docusign.com' });
    assert.equal(docusign.jwt?.audience, 'account-d.docusign.com');
  });

  it('property: no value changes the host outside its place, even under a pattern that lets everything through', () => {
    const declared = [{ ...shop, pattern: '^[^]*$' }];
    const part = fc.constantFrom('/', '?', '#', '@', ':', '\\', '.', '%', ' ', '\t', '..', '//', 'a', 'B', '1', 'é');
    const value = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(value, (text) => {
        const host = addressWith('https://{shop}.vendor.example/token', declared, { shop: text });
        if (host !== undefined) {
          assert.ok(new URL(host).hostname.endsWith('.vendor.example'), host);
          assert.equal(new URL(host).pathname, '/token');
        }
        const inPath = addressWith('https://vendor.example/{shop}/token', declared, { shop: text });
        if (inPath !== undefined) assert.equal(new URL(inPath).host, 'vendor.example');
      }),
    );
  });
});

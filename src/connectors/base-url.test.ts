import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAppError } from '../foundation/index.ts';
import { readBaseOrigin, readBaseUrl } from './base-url.ts';

it('a base URL loses its trailing slashes and keeps its path', () => {
  assert.equal(readBaseUrl({ baseUrl: 'https://api.example.com/v1//' }), 'https://api.example.com/v1');
  assert.equal(readBaseUrl({ baseUrl: 'http://127.0.0.1:3101/' }), 'http://127.0.0.1:3101');
  assert.equal(readBaseOrigin({ baseUrl: 'https://API.example.com:443/v1' }), 'https://api.example.com');
});

it('a base URL with a credential, a query, a fragment or another scheme is refused', () => {
  for (const baseUrl of [
    'https://u:p@api.example.com',
    'https://a.example/?q',
    'https://a.example/#f',
    'ftp://a.example',
    '/v1',
    7,
  ]) {
    assert.throws(
      () => readBaseUrl({ baseUrl }),
      (error) => isAppError(error, 'connectors.settings.base_url'),
    );
  }
});

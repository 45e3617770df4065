import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { didYouMean } from './near-miss.ts';

describe('near misses', () => {
  const known = ['HOLDFAST_PORT', 'HOLDFAST_HOST', 'run list', 'run show'];

  test('letters that changed places are one mistake', () => {
    assert.equal(didYouMean('HOLDFAST_PROT', known), ' Did you mean "HOLDFAST_PORT"?');
  });

  test('a letter too few and a wrong case are forgiven', () => {
    assert.equal(didYouMean('run shw', known), ' Did you mean "run show"?');
    assert.equal(didYouMean('Run List', known), ' Did you mean "run list"?');
  });

  test('what is like nothing is left without a guess', () => {
    assert.equal(didYouMean('XYLOPHONE', known), '');
  });
});

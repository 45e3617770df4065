/** Connections of every scheme: made, proven, refused with the vendor's own words, given in broken ways, ended. */
import type { CanaryStage } from './canary-stage.ts';
import type { SchemeCase } from './schemes.ts';

/** How a vendor refuses or breaks a verification. */
const VERIFICATIONS = [
  'json/401',
  'json/403/280',
  'html/403',
  'flood/401',
  'flood/403/290',
  'json/500',
  'cut/200',
  'redirect/302',
];

/** Makes a connection of each scheme under the name of the scheme. */
export async function makeConnections({ product, schemes, settingsOf }: CanaryStage): Promise<void> {
  for (const scheme of schemes) {
    const { name, credential } = scheme;
    const body = { name, connector: 'http', settings: settingsOf(scheme), credential, verify: true };
    await product.demand('POST', '/api/v1/connections', { body });
  }
  // Takes what other vendors have said: what is passed on counts as given out.
  const settings = settingsOf({ name: 'sink' });
  await product.demand('POST', '/api/v1/connections', {
    body: { name: 'sink', connector: 'http', settings, credential: { kind: 'none' } },
  });
}

/** Proofs that fail before anything is saved, and of what is saved. */
export async function playVerifications(stage: CanaryStage): Promise<void> {
  await Promise.all(stage.schemes.map((scheme) => verifyAll(stage, scheme)));
}

async function verifyAll({ product, settingsOf }: CanaryStage, scheme: SchemeCase): Promise<void> {
  const { name, credential } = scheme;
  for (const verification of VERIFICATIONS) {
    const settings = settingsOf(scheme, verification);
    const draft = { name: `${name}-refused`, connector: 'http', settings, credential, verify: true };
    const { status, text } = await product.ask('POST', '/api/v1/connections', { body: draft });
    if (status < 400) throw new Error(`A refusal was taken for a proof: ${verification} ${text.slice(0, 300)}`);
    await product.demand('PATCH', `/api/v1/connections/${name}`, { body: { settings } });
    await product.ask('POST', `/api/v1/connections/${name}/verify`);
    await product.demand('GET', `/api/v1/connections/${name}`);
  }
  await mend({ product, settingsOf }, scheme);
}

/** Good again after a refusal. */
export async function mend(
  { product, settingsOf }: Pick<CanaryStage, 'product' | 'settingsOf'>,
  scheme: SchemeCase,
): Promise<void> {
  const { name, credential } = scheme;
  await product.demand('PATCH', `/api/v1/connections/${name}`, { body: { settings: settingsOf(scheme) } });
  await product.demand('PUT', `/api/v1/connections/${name}/credential`, { body: { credential, verify: true } });
}

/** The same secrets in documents that are wrong in one way or another. */
export async function playBrokenDocuments({ product, schemes }: CanaryStage): Promise<void> {
  for (const { name, credential } of schemes) {
    const text = JSON.stringify({ credential });
    const bodies = [
      { credential: { ...credential, extra: credential } },
      { credential: { ...credential, kind: 'nope' } },
      { credential: [credential] },
      { credential: { kind: 'bearer', token: [credential] } },
      { credential: { kind: 'mtls', certificate: JSON.stringify(credential), privateKey: JSON.stringify(credential) } },
      { credential: JSON.stringify(credential) },
      text.slice(0, -1),
      `${text}${text}`,
    ];
    for (const body of bodies) {
      await product.ask('PUT', `/api/v1/connections/${name}/credential`, { body });
      const whole = typeof body === 'string' ? body : { name: 'x', connector: 'http', settings: credential, ...body };
      await product.ask('POST', '/api/v1/connections', { body: whole });
    }
  }
}

/** Access that is ended: told to the vendor where it can be, and deleted. */
export async function playEnds({ product, desk, schemes }: CanaryStage): Promise<void> {
  for (const { name } of schemes) {
    desk.set(name, 'refuse');
    await product.demand('GET', `/api/v1/connections/${name}/revoke`);
    await product.ask('POST', `/api/v1/connections/${name}/revoke`, { body: {} });
    await product.ask('POST', `/api/v1/connections/${name}/verify`);
  }
  await product.ask('DELETE', '/api/v1/connections/bearer');
}

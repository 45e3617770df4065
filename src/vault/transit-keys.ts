/** A key in the secrets engine `transit` of HashiCorp Vault or OpenBao: it never leaves there. */
import { type JsonObject, makeObject } from '../foundation/index.ts';
import type { Sender } from './asked-again.ts';
import { callHashicorp, type HashicorpAccess } from './call-hashicorp.ts';
import { fail } from './errors.ts';
import { type KeyProvider, PROBE, type WrappedKey } from './key-provider.ts';

const PREFIX = 'transit:';
/** The ciphertext says which version of the key made it: `vault:v3:…`. */
const CIPHERTEXT = /^vault:v(\d+):/;
const KEK_ID = /^transit:(.+)\/([^/]+):v\d+$/;

export interface TransitKeyDeps {
  readonly sender: Sender;
  readonly access: HashicorpAccess;
  /** Where the engine is mounted: `transit`. */
  readonly mount: string;
  readonly key: string;
}

export class TransitKeyProvider implements KeyProvider {
  readonly id = 'transit';
  readonly #deps: TransitKeyDeps;

  constructor(deps: TransitKeyDeps) {
    this.#deps = deps;
  }

  get source(): string {
    const { access, mount, key } = this.#deps;
    return `the Vault at ${access.address}, key ${mount}/${key}`;
  }

  /** Needs no more than the right to encrypt. */
  async presentId(): Promise<string> {
    return (await this.wrap(PROBE.key, PROBE.context)).kekId;
  }

  knows(kekId: string): boolean {
    return kekId.startsWith(PREFIX);
  }

  async wrap(key: Uint8Array, context: string): Promise<WrappedKey> {
    const { mount, key: name } = this.#deps;
    const path = `${mount}/encrypt/${name}`;
    const { ciphertext } = await this.#call(path, [
      ['plaintext', Buffer.from(key).toString('base64')],
      ['associated_data', base64(context)],
    ]);
    const version = typeof ciphertext === 'string' ? CIPHERTEXT.exec(ciphertext)?.[1] : undefined;
    if (version === undefined) throw this.#unreadable(path);
    return { kekId: `${PREFIX}${mount}/${name}:v${version}`, bytes: Buffer.from(ciphertext as string, 'utf8') };
  }

  /** By the key that the name says, which may be one of before. */
  async unwrap({ kekId, bytes }: WrappedKey, context: string): Promise<Buffer> {
    const [, mount, name] = KEK_ID.exec(kekId) ?? [];
    if (mount === undefined || name === undefined) {
      throw fail('vault.key.wrong', { context: { source: this.source, kekId } });
    }
    const path = `${mount}/decrypt/${name}`;
    const { plaintext } = await this.#call(path, [
      ['ciphertext', bytes.toString('utf8')],
      ['associated_data', base64(context)],
    ]);
    if (typeof plaintext !== 'string') throw this.#unreadable(path);
    return Buffer.from(plaintext, 'base64');
  }

  #call(path: string, body: readonly (readonly [string, string])[]): Promise<JsonObject> {
    const { sender, access } = this.#deps;
    return callHashicorp(sender, access, { path, capability: 'update', body: makeObject(body) });
  }

  #unreadable(path: string): Error {
    const { address } = this.#deps.access;
    const reason = 'the answer is not one of transit';
    return fail('vault.hashicorp.refused', { context: { address, path, status: 200, reason } });
  }
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

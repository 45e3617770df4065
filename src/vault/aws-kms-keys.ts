/** A key of the AWS Key Management Service: it never leaves there, and each use of it stands in CloudTrail. */
import { type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import type { Sender } from './asked-again.ts';
import { type AwsAccess, callAws } from './call-aws.ts';
import { fail } from './errors.ts';
import { type KeyProvider, PROBE, type WrappedKey } from './key-provider.ts';

const PREFIX = 'aws_kms:';

export interface AwsKmsKeyDeps {
  readonly sender: Sender;
  readonly access: AwsAccess;
  /** ARN of the key or of an alias; the name in the database is that of the key itself, as AWS answers it. */
  readonly key: string;
}

export class AwsKmsKeyProvider implements KeyProvider {
  readonly id = 'aws_kms';
  readonly #deps: AwsKmsKeyDeps;

  constructor(deps: AwsKmsKeyDeps) {
    this.#deps = deps;
  }

  get source(): string {
    return `the AWS Key Management Service, ${this.#deps.key}`;
  }

  /** Needs no more than the right to encrypt. */
  async presentId(): Promise<string> {
    return (await this.wrap(PROBE.key, PROBE.context)).kekId;
  }

  knows(kekId: string): boolean {
    return kekId.startsWith(PREFIX);
  }

  async wrap(key: Uint8Array, context: string): Promise<WrappedKey> {
    const { key: keyId } = this.#deps;
    const answer = await this.#call('Encrypt', keyId, [
      ['Plaintext', Buffer.from(key).toString('base64')],
      ['EncryptionContext', contextObject(context)],
    ]);
    const { CiphertextBlob: blob, KeyId: usedKey } = answer;
    if (typeof blob !== 'string' || typeof usedKey !== 'string') throw this.#unreadable('Encrypt', keyId);
    return { kekId: `${PREFIX}${usedKey}`, bytes: Buffer.from(blob, 'base64') };
  }

  async unwrap({ kekId, bytes }: WrappedKey, context: string): Promise<Buffer> {
    const keyId = kekId.slice(PREFIX.length);
    const { Plaintext: plain } = await this.#call('Decrypt', keyId, [
      ['CiphertextBlob', bytes.toString('base64')],
      ['EncryptionContext', contextObject(context)],
    ]);
    if (typeof plain !== 'string') throw this.#unreadable('Decrypt', keyId);
    return Buffer.from(plain, 'base64');
  }

  /** Names the key in every call, so that no other one of the account is ever used. */
  #call(operation: string, keyId: string, body: readonly (readonly [string, JsonValue])[]): Promise<JsonObject> {
    const { sender, access } = this.#deps;
    return callAws(sender, access, {
      service: 'kms',
      target: `TrentService.${operation}`,
      action: `kms:${operation}`,
      resource: keyId,
      body: makeObject([['KeyId', keyId], ...body]),
    });
  }

  #unreadable(operation: string, resource: string): Error {
    const reason = 'the answer is not one of this service';
    return fail('vault.aws.refused', { context: { action: `kms:${operation}`, resource, status: 200, reason } });
  }
}

function contextObject(context: string): JsonObject {
  return makeObject([['holdfast', context]]);
}

/**
 * Stand-ins of the key stores as their documentation has them: the transit engine of HashiCorp Vault and OpenBao with
 * tokens and policies, and the AWS Key Management Service with signatures that are worked out again by hand.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../src/foundation/index.ts';
import { EgressPolicy, HttpSender } from '../src/outbound/index.ts';

export interface Answer {
  readonly status: number;
  readonly body: object;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** A server on a free port of this machine, and a sender that may reach it. */
export async function serve(answer: (asked: Asked) => Answer) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, text };
    asked.push(one);
    const { status, body } = answer(one);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const allow = [{ host: '127.0.0.1', ports: [port], loopback: true }];
  const sender = new HttpSender({ policy: new EgressPolicy({ allow }), clock: systemClock });
  return {
    url: `http://127.0.0.1:${port}`,
    sender,
    asked,
    async stop() {
      await sender.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The engine `transit` with one key: its versions, and which paths a token may update. */
export class Transit {
  readonly token = 'hvs.stand-in-token';
  readonly versions: Buffer[] = [randomBytes(32)];
  /** What the policy of the token grants. */
  readonly mayUpdate = new Set(['transit/encrypt/holdfast', 'transit/decrypt/holdfast']);
  isSealed = false;

  rotate(): void {
    this.versions.push(randomBytes(32));
  }

  answer({ method, path, headers, text }: Asked): Answer {
    if (this.isSealed) return { status: 503, body: { errors: ['Vault is sealed'] } };
    const name = path.replace('/v1/', '');
    const isGranted = headers['x-vault-token'] === this.token && this.mayUpdate.has(name);
    if (!isGranted) return { status: 403, body: { errors: ['1 error occurred:\n\t* permission denied\n\n'] } };
    if (method !== 'POST' && method !== 'PUT') return { status: 405, body: { errors: [] } };
    const given = JSON.parse(text) as Record<string, string>;
    if (name.startsWith('transit/encrypt/')) return this.#encrypt(given);
    return this.#decrypt(given);
  }

  #encrypt({ plaintext = '', associated_data = '' }: Record<string, string>): Answer {
    const version = this.versions.length;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.versions.at(-1) as Buffer, nonce);
    cipher.setAAD(Buffer.from(associated_data, 'base64'));
    const box = Buffer.concat([nonce, cipher.update(Buffer.from(plaintext, 'base64')), cipher.final()]);
    const ciphertext = `vault:v${version}:${Buffer.concat([box, cipher.getAuthTag()]).toString('base64')}`;
    return { status: 200, body: { request_id: 'r', data: { ciphertext, key_version: version } } };
  }

  #decrypt({ ciphertext = '', associated_data = '' }: Record<string, string>): Answer {
    const [, version, text = ''] = /^vault:v(\d+):(.*)$/.exec(ciphertext) ?? [];
    const key = this.versions[Number(version) - 1];
    const box = Buffer.from(text, 'base64');
    if (key === undefined) return { status: 400, body: { errors: ['invalid ciphertext: no prefix'] } };
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12));
      decipher.setAAD(Buffer.from(associated_data, 'base64')).setAuthTag(box.subarray(-16));
      const plain = Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
      return { status: 200, body: { data: { plaintext: plain.toString('base64') } } };
    } catch {
      return { status: 400, body: { errors: ['cipher: message authentication failed'] } };
    }
  }
}

/** The Key Management Service with one key behind an alias. */
export class Kms {
  readonly region = 'eu-central-1';
  readonly accessKeyId = 'AKIDEXAMPLE';
  readonly secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
  readonly alias = 'arn:aws:kms:eu-central-1:111122223333:alias/holdfast';
  keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  readonly mayDo = new Set(['TrentService.Encrypt', 'TrentService.Decrypt']);
  /** Answers to give first, whatever is asked. */
  readonly trouble: Answer[] = [];
  readonly #sealed = new Map<string, { arn: string; plain: string; context: string }>();

  answer(asked: Asked): Answer {
    const trouble = this.trouble.shift();
    if (trouble !== undefined) return trouble;
    const target = String(asked.headers['x-amz-target']);
    if (asked.headers.authorization !== this.#authorization(asked)) {
      return refusal('InvalidSignatureException', 'The request signature we calculated does not match');
    }
    const given = JSON.parse(asked.text) as Record<string, string>;
    const { KeyId = '' } = given;
    if (KeyId !== this.alias && KeyId !== this.keyArn)
      return refusal('NotFoundException', `Key '${KeyId}' does not exist`);
    if (!this.mayDo.has(target)) {
      const action = target.replace('TrentService.', 'kms:');
      return refusal(
        'AccessDeniedException',
        `User: arn:aws:iam::111122223333:user/h is not authorized to perform: ${action}`,
      );
    }
    const context = JSON.stringify(given.EncryptionContext);
    if (target === 'TrentService.Encrypt') {
      const blob = randomBytes(40).toString('base64');
      this.#sealed.set(blob, { arn: this.keyArn, plain: given.Plaintext ?? '', context });
      return {
        status: 200,
        body: { CiphertextBlob: blob, KeyId: this.keyArn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
      };
    }
    const sealed = this.#sealed.get(given.CiphertextBlob ?? '');
    if (sealed === undefined || sealed.context !== context)
      return { status: 400, body: { __type: 'InvalidCiphertextException' } };
    return { status: 200, body: { KeyId: sealed.arn, Plaintext: sealed.plain } };
  }

  /** Signature Version 4, step by step as AWS documents it. */
  #authorization({ method, path, headers, text }: Asked): string {
    const signed = /SignedHeaders=([^,]+)/.exec(String(headers.authorization))?.[1] ?? '';
    const at = String(headers['x-amz-date']);
    const scope = `${at.slice(0, 8)}/${this.region}/kms/aws4_request`;
    const lines = signed.split(';').map((name) => `${name}:${headers[name]}\n`);
    const canonical = [method, path, '', lines.join(''), signed, sha256(text)].join('\n');
    const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n');
    const key = ['kms', 'aws4_request'].reduce(
      hmac,
      [at.slice(0, 8), this.region].reduce(hmac, Buffer.from(`AWS4${this.secretAccessKey}`)),
    );
    const signature = hmac(key, toSign).toString('hex');
    const credential = `${this.accessKeyId}/${scope}`;
    return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`;
  }
}

function refusal(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, message } };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

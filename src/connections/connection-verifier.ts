/**
 * Proves that a credential works, by a real call that changes nothing: the verification operation of the connector.
 */
import { findOperation, judgeAnswer, vendorWords } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import { type JsonValue, makeObject } from '../foundation/index.ts';
import { type CallResult, encodeRequest, type HttpSender } from '../outbound/index.ts';
import type { Connection, OpenConnection } from './connection.ts';
import type { ConnectionBook } from './connection-book.ts';
import { fail } from './errors.ts';
import { noteProven, noteUnanswered } from './verification.store.ts';

export interface ConnectionVerifierDeps {
  readonly database: Database;
  readonly book: ConnectionBook;
  readonly sender: HttpSender;
}

/** As much of an opened connection as a verification call needs; it need not be stored. */
export type Provable = Pick<
  OpenConnection,
  'name' | 'settings' | 'definition' | 'baseUrl' | 'origins' | 'attachment' | 'redact'
>;

/** What the vendor said. */
export type Proof =
  | { readonly kind: 'proven'; readonly account: string | undefined }
  | { readonly kind: 'refused' | 'unanswered'; readonly text: string };

/** The credential is masked in the longer text, and the text cut then. */
const EXCERPT_CHARACTERS = 300;
const EXCERPT_BYTES = 8_192;
const MAX_ACCOUNT = 200;

export class ConnectionVerifier {
  readonly #deps: ConnectionVerifierDeps;

  constructor(deps: ConnectionVerifierDeps) {
    this.#deps = deps;
  }

  /**
   * Makes the verification call and marks the connection by its answer. A token that is refused is renewed and tried
   * once more (F69). Throws `connections.verification.refused` with the vendor's own words, or
   * `connections.verification.unanswered`, which leaves the state as it was.
   */
  async verify(given: OpenConnection): Promise<void> {
    const { connection, proof } = await this.#proveWithFreshest(given);
    const { database, book } = this.#deps;
    if (proof.kind === 'proven') {
      await book.markVerified(connection);
      return noteProven(database, connection, proof.account);
    }
    if (proof.kind === 'refused') await book.markNeedsReconnect(connection, proof.text);
    else await noteUnanswered(database, connection, proof.text);
    throw this.errorOf(connection, proof);
  }

  /** Makes the verification call of what may not even be stored, and says what the vendor said; changes nothing. */
  async prove(connection: Provable): Promise<Proof> {
    const { definition } = connection;
    const operation = findOperation(definition.name, definition.verification);
    const input = definition.verificationInput?.(connection.settings) ?? operation.examples[0]?.input ?? makeObject();
    const request = encodeRequest(connection, operation.request(input, { idempotencyKey: '', reference: '' }));
    const result = await this.#deps.sender.send({
      request,
      origins: connection.origins,
      credential: connection.attachment,
      isWrite: false,
    });
    if (result.kind !== 'answered') return textProof(connection, 'unanswered', result.message);
    const verdict = judgeAnswer(operation, result.answer, input);
    if (verdict.kind === 'ok') return { kind: 'proven', account: accountOf(connection, verdict.output) };
    // Masked as a whole: a secret that is cut in two is not recognised.
    const words = vendorWords(new TextDecoder().decode(connection.redact(result.answer.body))).slice(0, EXCERPT_BYTES);
    const text = `status ${result.answer.status}${words === '' ? '' : `: ${words}`}`;
    return textProof(connection, kindOfAnswer(connection, result), text);
  }

  /** The error that says what the vendor said. */
  errorOf({ name }: Pick<Connection, 'name'>, { kind, text }: Exclude<Proof, { kind: 'proven' }>): Error {
    return kind === 'refused'
      ? fail('connections.verification.refused', { context: { name, answer: text } })
      : fail('connections.verification.unanswered', { context: { name, reason: text } });
  }

  async #proveWithFreshest(
    connection: OpenConnection,
  ): Promise<{ readonly connection: OpenConnection; readonly proof: Proof }> {
    const { readiness } = connection;
    if (readiness.kind === 'renewing') return { connection, proof: { kind: 'unanswered', text: readiness.reason } };
    const proof = await this.prove(connection);
    if (proof.kind !== 'refused') return { connection, proof };
    const { connection: renewed } = await this.#deps.book.renewAfterRefusal(connection);
    if (renewed.readiness.kind === 'renewing')
      return { connection: renewed, proof: { kind: 'unanswered', text: renewed.readiness.reason } };
    if (renewed.credentialMark === connection.credentialMark) return { connection: renewed, proof };
    return { connection: renewed, proof: await this.prove(renewed) };
  }
}

type Answered = Extract<CallResult, { kind: 'answered' }>;

/** Only 401 and 403 speak about the credential, unless the latter is a throttle in disguise. */
function kindOfAnswer({ definition }: Provable, { answer }: Answered): 'refused' | 'unanswered' {
  const isAboutCredential = answer.status === 401 || answer.status === 403;
  return isAboutCredential && definition.isThrottled?.(answer) !== true ? 'refused' : 'unanswered';
}

function textProof({ redact }: Provable, kind: 'refused' | 'unanswered', text: string): Proof {
  return { kind, text: redact(text).slice(0, EXCERPT_CHARACTERS) };
}

/** A connector that cannot make sense of an answer does not spoil the proof. */
function accountOf({ definition, redact }: Provable, output: JsonValue): string | undefined {
  try {
    const account = definition.accountOf?.(output)?.trim();
    return account === undefined || account === '' ? undefined : redact(account).slice(0, MAX_ACCOUNT);
  } catch {
    return undefined;
  }
}

/**
 * Proves that a credential works, by a real call that changes nothing: the verification operation of the connector.
 */
import { findOperation, judgeAnswer } from '../connectors/index.ts';
import { makeObject } from '../foundation/index.ts';
import { type CallResult, encodeRequest, type HttpSender } from '../outbound/index.ts';
import type { OpenConnection } from './connection.ts';
import type { ConnectionBook } from './connection-book.ts';
import { fail } from './errors.ts';

export interface ConnectionVerifierDeps {
  readonly book: ConnectionBook;
  readonly sender: HttpSender;
}

/** The credential is masked in the longer text, and the text cut then. */
const EXCERPT_CHARACTERS = 300;
const EXCERPT_BYTES = 8_192;

export class ConnectionVerifier {
  readonly #deps: ConnectionVerifierDeps;

  constructor(deps: ConnectionVerifierDeps) {
    this.#deps = deps;
  }

  /**
   * Makes the verification call and marks the connection by its answer. Throws `connections.verification.refused` with
   * the vendor's own words, or `connections.verification.unanswered`, which leaves the state as it was.
   */
  async verify(connection: OpenConnection): Promise<void> {
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
    const found = refusalOf(result, (answer) => judgeAnswer(operation, answer, input).kind === 'ok');
    if (found === undefined) return this.#deps.book.markVerified(connection);
    const refusal = { ...found, text: connection.redact(found.text).slice(0, EXCERPT_CHARACTERS) };
    if (refusal.isAnswered) await this.#deps.book.markNeedsReconnect(connection, refusal.text);
    throw refusal.isAnswered
      ? fail('connections.verification.refused', { context: { name: connection.name, answer: refusal.text } })
      : fail('connections.verification.unanswered', { context: { name: connection.name, reason: refusal.text } });
  }
}

type Answered = Extract<CallResult, { kind: 'answered' }>['answer'];

/** Only 401 and 403 speak about the credential; any other trouble says nothing about it. */
function refusalOf(
  result: CallResult,
  isGood: (answer: Answered) => boolean,
): { isAnswered: boolean; text: string } | undefined {
  if (result.kind !== 'answered') return { isAnswered: false, text: result.message };
  const { answer } = result;
  if (isGood(answer)) return undefined;
  const excerpt = new TextDecoder().decode(answer.body.subarray(0, EXCERPT_BYTES));
  const isAnswered = answer.status === 401 || answer.status === 403;
  return { isAnswered, text: `status ${answer.status} ${excerpt}`.trim() };
}

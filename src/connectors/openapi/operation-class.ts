/** A first guess at what may be done after a doubt, told from method, name and parameters. */
import type { OperationDefinition, ParameterDefinition } from './definition.ts';

const KEY_HEADER =
  /^(?:x-)?(?:idempotency|idempotent)[-_]?(?:key|token)?$|^(?:paypal-)?request-id$|^x-request-id$|^client-request-id$/i;
const KEY_QUERY = /^(?:idempotency_?key)$/i;
const READ_WORDS = /(?:^|_)(?:search|list|query|find|lookup|filter)(?:_|$)/;

interface Guessed {
  readonly class: OperationDefinition['class'];
  readonly guess: OperationDefinition['guess'];
}

/** Guesses the class; while a person has to confirm it, the careful class N holds. */
export function guessClass(operation: {
  readonly name: string;
  readonly method: OperationDefinition['method'];
  readonly parameters: readonly ParameterDefinition[];
}): Guessed {
  const { method } = operation;
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS')
    return sure('R', `${method} only reads (RFC 9110, 9.2.1).`);
  if (method === 'PUT' || method === 'DELETE')
    return sure('I', `${method} done twice has the effect of one (RFC 9110, 9.2.2).`);
  const key = operation.parameters.find(isKey);
  if (key !== undefined) {
    return unsure(
      'K',
      `It takes an idempotency key in "${key.name}"; how long the vendor remembers a key is not said.`,
    );
  }
  if (method === 'POST' && READ_WORDS.test(operation.name)) return unsure('R', 'By its name this POST only reads.');
  if (method === 'PATCH')
    return unsure('I', 'A PATCH that sets fields has the same effect when it is done twice; one that adds has not.');
  return sure('N', 'A POST done twice may do its work twice, and nothing in the document says otherwise.');
}

function isKey({ in: place, name }: ParameterDefinition): boolean {
  return (place === 'header' && KEY_HEADER.test(name)) || (place === 'query' && KEY_QUERY.test(name));
}

function sure(name: OperationDefinition['class'], reason: string): Guessed {
  return { class: name, guess: { class: name, reason, needsConfirmation: false } };
}

function unsure(name: OperationDefinition['class'], reason: string): Guessed {
  return { class: 'N', guess: { class: name, reason, needsConfirmation: true } };
}

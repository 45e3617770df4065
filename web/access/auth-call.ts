/** Calls of the sign-in service under `/api/auth`, whose answers are plain JSON and whose refusals have codes of their own. */
import { sendPlain } from '../../src/api/client.ts';
import { AppError, isObject, type JsonObject, parseJson, stringifyJson } from '../../src/foundation/index.ts';
import { refusalWords } from '../words/access.ts';

/** A refusal of the sign-in service, in our words. */
export class AuthProblem extends AppError {
  /** The service's own code, such as `INVALID_CODE`. */
  readonly reason: string;
  readonly status: number;

  constructor(status: number, reason: string) {
    const known = refusalWords[status === 429 ? 'TOO_MANY_REQUESTS' : reason] ?? refusalWords.OTHER;
    const [message, fix] = known as readonly [string, string];
    super(`auth.${reason.toLowerCase()}`, { kind: 'denied', message, fix });
    this.reason = reason;
    this.status = status;
  }
}

/** Sends a body to `/api/auth/<path>`, or asks it without one; throws `AuthProblem`. */
export async function callAuth(path: string, body?: JsonObject): Promise<JsonObject> {
  const answer = await sendPlain({
    method: body === undefined ? 'GET' : 'POST',
    url: `${location.origin}/api/auth/${path}`,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
  });
  const content = readObject(answer.bytes);
  if (answer.status < 300) return content;
  throw new AuthProblem(answer.status, String(content.code ?? 'OTHER'));
}

/** Some answers are empty, `null` or a list; a list comes as `items`. */
function readObject(bytes: Uint8Array): JsonObject {
  try {
    const value = parseJson(bytes);
    return isObject(value) ? value : { items: value };
  } catch {
    return {};
  }
}

/** The ways to sign in that a connector offers, as choices of a form, and the credential that comes of one. */
import { type JsonObject, type JsonValue, makeObject } from '../../src/foundation/index.ts';
import { connectionWords as words } from '../words/connections.ts';
import type { ConnectorShown } from './connection-queries.ts';

export interface AuthWay {
  /** Tells it from the others of the connector. */
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** `header` or `query`, for an API key. */
  readonly place?: string;
  readonly fields: readonly AuthField[];
}

export interface AuthField {
  readonly name: string;
  readonly title: string;
  readonly isSecret: boolean;
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  none: [],
  api_key: ['key'],
  bearer: ['token'],
  basic: ['username', 'password'],
};

/** In the order of the connector. */
export function authWays({ auth }: Pick<ConnectorShown, 'auth'>): readonly AuthWay[] {
  return auth.map((scheme) => {
    const kind = String(scheme.kind);
    const place = typeof scheme.in === 'string' ? scheme.in : undefined;
    return {
      id: place === undefined ? kind : `${kind} ${place}`,
      title: titleOf(kind, scheme),
      kind,
      ...(place === undefined ? {} : { place }),
      fields: (FIELDS[kind] ?? []).map((name) => ({
        name,
        title: words.fields[name] ?? name,
        isSecret: name !== 'username',
      })),
    };
  });
}

function titleOf(kind: string, { in: place, name }: JsonObject): string {
  if (kind !== 'api_key') return words.kinds[kind] ?? kind;
  return words.keyIn[place === 'query' ? 'query' : 'header'](String(name));
}

/** The credential as the API takes it. */
export function credentialOf(way: AuthWay, values: Readonly<Record<string, string>>): JsonObject {
  const place: [string, JsonValue][] = way.place === undefined ? [] : [['in', way.place]];
  const fields = way.fields.map(({ name }): [string, JsonValue] => [name, values[name] ?? '']);
  return makeObject([['kind', way.kind], ...place, ...fields]);
}

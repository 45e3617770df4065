/** The ways to sign in that a connector offers, as choices of a form. */
import type { ConnectorShown } from './connection-queries.ts';

export interface AuthWay {
  /** Tells it from the others of the connector. */
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** `header` or `query`, for an API key. */
  readonly place?: string;
  /** Name of the OAuth provider; `any` leaves it to the person. */
  readonly provider?: string;
  /** OAuth scopes that the connector itself needs. */
  readonly scopes: readonly string[];
  readonly fields: readonly AuthField[];
}

/** One field of a credential, as the server declares it. */
export interface AuthField {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** Text of several lines, such as a key in PEM. */
  readonly isLong: boolean;
  /** Several of the choices, in the order in which they were chosen; spaces stand between them. */
  readonly isList: boolean;
  readonly choices: readonly string[];
}

/** In the order of the connector. */
export function authWays({ auth }: Pick<ConnectorShown, 'auth'>): readonly AuthWay[] {
  return auth.map(({ kind, title, in: place, provider, scopes = [], fields }) => ({
    id: place === undefined ? kind : `${kind} ${place}`,
    title,
    kind,
    ...(place === undefined ? {} : { place }),
    ...(provider === undefined ? {} : { provider }),
    scopes,
    fields: authFields(fields),
  }));
}

type DeclaredField = ConnectorShown['auth'][number]['fields'][number];

/** Fields of a credential out of what the server says of them. */
export function authFields(fields: readonly DeclaredField[]): readonly AuthField[] {
  return fields.map(
    ({ name, title, help = '', isSecret, isRequired, isLong = false, isList = false, choices = [] }) => ({
      name,
      title,
      help,
      isSecret,
      isRequired,
      isLong,
      isList,
      choices,
    }),
  );
}

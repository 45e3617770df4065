import { ROLES, type Role } from '../../access/index.ts';
import { type JsonObject, type JsonValue, makeObject, parseDurationMs, systemClock } from '../../foundation/index.ts';
import { EXIT } from '../exit-code.ts';
import { instantText, printable, textTable } from '../terminal-text.ts';
import { type Command, textOption } from './command.ts';

const tokenMake: Command = {
  name: 'token make',
  positionals: ['<name>'],
  options: {
    role: {
      type: 'string',
      value: 'ROLE',
      summary: `What it may do: ${ROLES.join(', ')}. Default owner.`,
    },
    expires: {
      type: 'string',
      value: 'WHEN',
      summary: 'When it ends: an ISO 8601 duration from now such as P90D, or a date and time. Default never.',
    },
  },
  summary: 'Make an API token for who or what the name says; its secret is shown once.',
  async run({ client, isJson, out, outJson }, given) {
    const expiresAt = expiryOf(textOption(given, 'expires'));
    const role = textOption(given, 'role');
    const made = await client().makeToken({
      name: given.positionals[0] as string,
      // What is no role is for the API to judge.
      ...(role === undefined ? {} : { role: role as Role }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
    if (isJson) {
      outJson(made as unknown as JsonObject);
      return EXIT.ok;
    }
    const end = made.expiresAt === null ? 'until it is revoked' : `until ${instantText(made.expiresAt)} UTC`;
    out(`The token ${printable(made.name)} is made, good ${end}. Its role is ${made.role}. Its id is ${made.id}.`);
    out(`The secret, shown once: ${made.secret}`);
    return EXIT.ok;
  },
};

const tokenList: Command = {
  name: 'token list',
  positionals: [],
  options: {},
  summary: 'List the API tokens that are not revoked; their secrets are shown nowhere.',
  async run({ client, isJson, out, outJson }) {
    const tokens = await client().listTokens();
    if (isJson) {
      outJson(makeObject([['tokens', tokens as unknown as JsonValue]]));
      return EXIT.ok;
    }
    const rows = tokens.map(({ id, name, role, createdAt, lastUsedAt, expiresAt, isExpired, isOwn }) => {
      const end = expiresAt === null ? 'never' : `${instantText(expiresAt)}${isExpired ? ', expired' : ''}`;
      const used = lastUsedAt === null ? 'never' : instantText(lastUsedAt);
      return [id, role, instantText(createdAt), used, end, `${name}${isOwn ? ' (this one)' : ''}`];
    });
    for (const line of textTable(['TOKEN', 'ROLE', 'MADE (UTC)', 'LAST USED (UTC)', 'EXPIRES (UTC)', 'NAME'], rows))
      out(line);
    return EXIT.ok;
  },
};

const tokenRevoke: Command = {
  name: 'token revoke',
  positionals: ['<id>'],
  options: {},
  summary: 'End an API token, by its id in the list. The last good one stays.',
  details: 'The process that is asked refuses it at once, others within five seconds.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const revoked = await client().revokeToken(positionals[0] as string);
    if (isJson) {
      outJson(revoked as unknown as JsonObject);
      return EXIT.ok;
    }
    out(`The token ${printable(revoked.name)} is revoked.`);
    if (revoked.isOwn) out('It was the one that this command signed in with. Give another in HOLDFAST_TOKEN.');
    return EXIT.ok;
  },
};

/** The commands about API tokens. */
export const TOKEN_COMMANDS: readonly Command[] = [tokenMake, tokenList, tokenRevoke];

/** A duration counts from now; what is none is for the API to judge. */
function expiryOf(text: string | undefined): string | undefined {
  const lifeMs = text === undefined ? undefined : parseDurationMs(text);
  return lifeMs === undefined ? text : new Date(systemClock.nowMs() + lifeMs).toISOString();
}

/** The commands about what becomes of a connection: looked at closely, reconnected, revoked, removed, handed to its owner. */
import type { ConnectionShown } from '../../api/index.ts';
import { type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import { fail } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import { instantText, printable, textTable } from '../terminal-text.ts';
import { type Command, type CommandContext, textOption } from './command.ts';
import { readObject } from './given-document.ts';

const connectionShow: Command = {
  name: 'connection show',
  positionals: ['<name>'],
  options: {},
  summary: 'Show a connection: as whom, until when, scopes granted and needed, what uses it, and what to do.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const connection = await client().showConnection(positionals[0] as string);
    if (isJson) outJson(connection as unknown as JsonObject);
    else for (const [title, text] of factsOf(connection)) out(`${`${title}:`.padEnd(14)}${printable(text)}`);
    return EXIT.ok;
  },
};

const connectionReconnect: Command = {
  name: 'connection reconnect',
  positionals: ['<name>', '[file]'],
  options: { minutes: { type: 'string', value: 'N', summary: 'How long the connect link is good. Default 60.' } },
  summary:
    'Reconnect: with the credential in a document (`-` for standard input), proven before it is saved, or by a connect link.',
  details:
    'Without a file a connect link is made: whoever owns the account opens it, once, and consents or gives the credential. Flows stay as they are, and held runs go on.',
  async run(context, given) {
    const [name, file] = given.positionals as [string, string | undefined];
    if (file === undefined) return printLink(context, { reconnect: name, ...minutesOf(textOption(given, 'minutes')) });
    const changed = await context.client().replaceCredential(name, await readObject(context, file), true);
    if (context.isJson) context.outJson(changed as unknown as JsonObject);
    else context.out(`${changed.name} is connected${accountText(changed)}. Held runs go on.`);
    return EXIT.ok;
  },
};

const connectLink: Command = {
  name: 'connection connect-link',
  positionals: ['<file>'],
  options: { minutes: { type: 'string', value: 'N', summary: 'How long the link is good, 5 to 1440. Default 60.' } },
  summary:
    'Make a link by which the owner of an account connects it, from a document with name, connector and settings.',
  details:
    'The credential in the document holds what is known: of OAuth the app, of others the kind alone, such as {"kind": "api_key"}. The link works once, without an account here.',
  async run(context, given) {
    const draft = await readObject(context, given.positionals[0] as string);
    const filled = { settings: makeObject(), ...draft, ...minutesOf(textOption(given, 'minutes')) };
    return printLink(context, filled);
  },
};

const connectionRevoke: Command = {
  name: 'connection revoke',
  positionals: ['<name>'],
  options: { yes: { type: 'boolean', summary: 'Do it; without, only what would stop is told.' } },
  summary: 'End the access of a connection, at the vendor too where that is possible; tells first what stops.',
  async run({ client, isJson, out, outJson }, { positionals, options }) {
    const [name] = positionals as [string];
    if (options.yes !== true) {
      const preview = await client().connecting.previewRevoke(name);
      if (isJson) outJson(preview as unknown as JsonObject);
      else for (const line of previewLines(name, preview)) out(line);
      return EXIT.ok;
    }
    const revoked = await client().connecting.revokeConnection(name);
    if (isJson) outJson(revoked as unknown as JsonObject);
    else {
      const told = revoked.isRevokedAtVendor ? 'The vendor has confirmed it.' : 'End the access at the vendor by hand.';
      out(`The connection ${printable(name)} is revoked. ${told}`);
      if (revoked.stopped.length > 0) out(`These flows stop: ${namesOf(revoked.stopped)}`);
    }
    return EXIT.ok;
  },
};

const connectionRemove: Command = {
  name: 'connection remove',
  positionals: ['<name>'],
  options: {},
  summary: 'Delete a connection that no live flow uses, with its credential.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const [name] = positionals as [string];
    await client().connecting.deleteConnection(name);
    if (isJson) outJson(makeObject([['deleted', name]]));
    else out(`The connection ${printable(name)} is deleted.`);
    return EXIT.ok;
  },
};

const auditList: Command = {
  name: 'audit list',
  positionals: [],
  options: {
    limit: { type: 'string', value: 'N', summary: 'How many entries, at most 200. Default 50.' },
    before: { type: 'string', value: 'ID', summary: 'Entries older than this one.' },
  },
  summary: 'List what was done to connections and keys, the newest first.',
  async run({ client, isJson, out, outJson }, given) {
    const [limit, before] = [textOption(given, 'limit'), textOption(given, 'before')];
    const entries = await client().connecting.listAudit({
      ...(limit === undefined ? {} : { limit: Number(limit) }),
      ...(before === undefined ? {} : { before }),
    });
    if (isJson) outJson(makeObject([['entries', entries as unknown as JsonValue]]));
    else {
      const rows = entries.map(({ at, actor, action, subject, result }) => [
        instantText(at),
        result,
        action,
        subject,
        actor,
      ]);
      for (const line of textTable(['WHEN (UTC)', 'RESULT', 'ACTION', 'SUBJECT', 'WHO'], rows)) out(line);
    }
    return EXIT.ok;
  },
};

/** Looking after connections, and the audit. */
export const CONNECTION_CARE_COMMANDS: readonly Command[] = [
  connectionShow,
  connectionReconnect,
  connectionRevoke,
  connectionRemove,
  connectLink,
  auditList,
];

async function printLink({ client, isJson, out, outJson }: CommandContext, draft: JsonObject): Promise<number> {
  const made = await client().connecting.createConnectLink(draft);
  if (isJson) outJson(made as unknown as JsonObject);
  else {
    out(`For the owner of the account, to open once until ${instantText(made.expiresAt)} UTC:`);
    out(made.link);
  }
  return EXIT.ok;
}

function minutesOf(text: string | undefined): { minutes?: number } {
  if (text === undefined) return {};
  const minutes = Number(text);
  if (!Number.isInteger(minutes)) {
    throw fail('app.command.usage', {
      context: { problem: '--minutes takes a whole number.', usage: '--minutes 60' },
    });
  }
  return { minutes };
}

function accountText({ account }: ConnectionShown): string {
  return account === null ? '' : ` as ${printable(account)}`;
}

const WHOSE_MOVE = { account: 'the owner of the account', app: 'the operator of the OAuth app' } as const;

function factsOf(connection: ConnectionShown): [title: string, text: string][] {
  const { scopes, usedBy, heldCount, expiresAt, verifiedAt, token } = connection;
  const facts: [string, string | null | false][] = [
    ['Connection', `${connection.name} (${connection.connectorTitle}, ${connection.authKind})`],
    ['State', connection.state],
    ['Problem', connection.problem ?? connection.verifyProblem],
    ['Whose move', connection.problemSide && WHOSE_MOVE[connection.problemSide]],
    ['To do', connection.fix],
    ['Account', connection.account],
    ['Owner', connection.ownerName ?? 'the owners of the workspace'],
    ['Verified', verifiedAt === null ? 'never' : `${instantText(verifiedAt)} UTC`],
    ['Ends', expiresAt === null ? null : `${instantText(expiresAt)} UTC`],
    ['Token', token === null ? null : `renewed ${instantText(token.refreshedAt)} UTC`],
    ['Granted', scopes.granted === null ? null : scopes.granted.join(' ') || 'nothing'],
    ['Needed', scopes.needed.map(({ scope }) => scope).join(' ')],
    ['Missing', scopes.missing.join(' ')],
    ['References', connection.references.join(', ')],
    ['Used by', usedBy.length === 0 ? 'no flow' : namesOf(usedBy)],
    ['Held runs', heldCount > 0 && String(heldCount)],
  ];
  return facts.flatMap(([title, text]): [string, string][] => (text ? [[title, text]] : []));
}

function previewLines(
  name: string,
  {
    flows,
    heldRuns,
    revokesAtVendor,
  }: { flows: readonly { name: string }[]; heldRuns: number; revokesAtVendor: boolean },
): string[] {
  const stop = flows.length === 0 ? 'No live flow uses it.' : `These flows stop: ${namesOf(flows)}`;
  const vendor = revokesAtVendor
    ? 'The vendor will be told to end the access.'
    : 'The vendor cannot be told: end the access there by hand.';
  const held = heldRuns === 0 ? [] : [`Runs held for it: ${heldRuns}.`];
  return [
    stop,
    ...held,
    vendor,
    `Nothing is done yet. \`holdfast connection revoke ${printable(name)} --yes\` does it.`,
  ];
}

function namesOf(flows: readonly { readonly name: string }[]): string {
  return flows.map(({ name }) => printable(name)).join(', ');
}

import type { ConnectionShown } from '../../api/index.ts';
import { type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import { EXIT } from '../exit-code.ts';
import { printable, textTable } from '../terminal-text.ts';
import type { Command, CommandContext } from './command.ts';
import { readObject } from './given-document.ts';

const connectionList: Command = {
  name: 'connection list',
  positionals: [],
  options: {},
  summary: 'List connections.',
  async run({ client, isJson, out, outJson }) {
    const connections = await client().listConnections();
    if (isJson) outJson(makeObject([['connections', connections as unknown as JsonValue]]));
    else if (connections.length === 0) out('There are no connections. Make one with `holdfast connection add <file>`.');
    else {
      const rows = connections.map((each) => [
        each.name,
        each.connector,
        each.state,
        each.account ?? '',
        each.problem ?? each.verifyProblem ?? '',
      ]);
      for (const line of textTable(['CONNECTION', 'CONNECTOR', 'STATE', 'ACCOUNT', 'PROBLEM'], rows)) out(line);
    }
    return EXIT.ok;
  },
};

const connectionAdd: Command = {
  name: 'connection add',
  positionals: ['<file>'],
  options: { unproven: { type: 'boolean', summary: 'Save it without the call that proves it.' } },
  summary:
    'Make a connection, proven by a call before it is saved, from a document with name, connector, settings and credential (`-` for standard input).',
  details:
    'The credential stands in the document and never in an argument, where every user of the machine could read it. See `holdfast connector show <name>` for settings and the ways to sign in.',
  async run(context, { positionals, options }) {
    const { name, connector, settings = {}, credential = {} } = await readObject(context, positionals[0] as string);
    const made = await context.client().createConnection({
      name: String(name ?? ''),
      connector: String(connector ?? ''),
      settings: settings as JsonObject,
      credential: credential as JsonObject,
      ...(options.unproven === true ? {} : { verify: true }),
    });
    const proven = options.unproven === true ? 'made and not proven' : 'made and proven';
    return tell(context, made, `Connection ${made.name} is ${proven}.`);
  },
};

const connectionVerify: Command = {
  name: 'connection verify',
  positionals: ['<name>'],
  options: {},
  summary: 'Prove a credential by a call that changes nothing; held runs then go on.',
  async run(context, { positionals }) {
    const verified = await context.client().verifyConnection(positionals[0] as string);
    return tell(context, verified, `Connection ${verified.name} is ${verified.state}.`);
  },
};

const connectionSetCredential: Command = {
  name: 'connection set-credential',
  positionals: ['<name>', '<file>'],
  options: {},
  summary:
    'Replace the credential of a connection by the one in a document (`-` for standard input); flows stay as they are.',
  async run(context, { positionals }) {
    const [name, file] = positionals as [string, string];
    const changed = await context.client().replaceCredential(name, await readObject(context, file));
    return tell(
      context,
      changed,
      `The credential of ${changed.name} is replaced. Prove it with \`holdfast connection verify ${changed.name}\`.`,
    );
  },
};

const connectorList: Command = {
  name: 'connector list',
  positionals: [],
  options: {},
  summary: 'List connectors.',
  async run({ client, isJson, out, outJson }) {
    const connectors = await client().listConnectors();
    if (isJson) outJson(makeObject([['connectors', connectors as unknown as JsonValue]]));
    else
      for (const line of textTable(
        ['CONNECTOR', 'SUMMARY'],
        connectors.map((each) => [each.name, each.summary]),
      ))
        out(line);
    return EXIT.ok;
  },
};

const connectorShow: Command = {
  name: 'connector show',
  positionals: ['<name>'],
  options: {},
  summary: 'Show a connector: how to connect, and its operations.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const connector = await client().showConnector(positionals[0] as string);
    if (isJson) {
      outJson(connector as unknown as JsonObject);
      return EXIT.ok;
    }
    out(`${connector.title}: ${connector.summary}\n\n${printable(connector.setup, { keepsLines: true }).trim()}\n`);
    const rows = connector.operations.map((operation) => [operation.name, operation.class, operation.summary]);
    for (const line of textTable(['OPERATION', 'CLASS', 'SUMMARY'], rows)) out(line);
    return EXIT.ok;
  },
};

/** The commands about connections and connectors. */
export const CONNECTION_COMMANDS: readonly Command[] = [
  connectionList,
  connectionAdd,
  connectionVerify,
  connectionSetCredential,
  connectorList,
  connectorShow,
];

function tell({ isJson, out, outJson }: CommandContext, connection: ConnectionShown, sentence: string): number {
  if (isJson) outJson(connection as unknown as JsonObject);
  else out(sentence);
  return EXIT.ok;
}

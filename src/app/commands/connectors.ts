/** Commands about connectors made of API documents. */
import type { ApiDefinition, ImportRemark } from '../../connectors/index.ts';
import { type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import { readInThread } from '../document-thread.ts';
import { fail } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import { printable, textTable } from '../terminal-text.ts';
import type { Command, CommandContext } from './command.ts';
import { usageOf } from './command.ts';

const importConnector: Command = {
  name: 'connector import',
  positionals: ['FILE'],
  options: {
    check: { type: 'boolean', summary: 'Read the document and say what would come of it; nothing is changed.' },
  },
  isLocal: true,
  summary: 'Read an OpenAPI or Swagger document (`-` for standard input) and report what can be used of it.',
  details:
    'With `--check` it needs no server and no database. The exit code is 1 when no operation can be used. JSON has `operations` and `usable` (counts) and `report` (remarks by JSON pointer).',
  async run(context, given) {
    if (given.options.check !== true) {
      const problem = 'The option --check is missing.';
      throw fail('app.command.usage', { context: { problem, usage: usageOf(importConnector) } });
    }
    const definition = await readInThread(await context.readInput(given.positionals[0] ?? '-'));
    const usable = definition.operations.filter((operation) => operation.unusable === undefined).length;
    if (context.isJson) context.outJson(reportJson(definition, usable));
    else writeReport(context, definition, usable);
    return usable > 0 ? EXIT.ok : EXIT.failed;
  },
};

function reportJson({ head, operations, report }: ApiDefinition, usable: number): JsonObject {
  return makeObject([
    ['title', head.title],
    ['version', head.version],
    ['format', head.format],
    ['operations', operations.length],
    ['usable', usable],
    ['triggers', head.triggers.length],
    [
      'auth',
      head.auth.map(({ name, scheme }) =>
        makeObject([
          ['name', name],
          ['kind', scheme.kind],
        ]),
      ),
    ],
    ['verification', head.verification ?? null],
    ['report', report.map((remark) => makeObject(Object.entries(remark) as [string, JsonValue][]))],
  ]);
}

function writeReport({ out }: CommandContext, definition: ApiDefinition, usable: number): void {
  const { head, operations, report } = definition;
  const signIn = head.auth.map(({ title }) => title).join(', ');
  out(printable(`${head.title} ${head.version} (${head.format})`));
  out(`${usable} of ${operations.length} operations can be used; ${head.triggers.length} triggers.`);
  out(printable(`Sign-in: ${signIn}. Proved by: ${head.verification ?? 'no read without required input'}.`));
  out(printable(`Base URL: ${head.servers.map(({ url }) => url).join(', ') || 'none'}`));
  if (report.length === 0) {
    out('Nothing in the document is strange.');
    return;
  }
  out('');
  for (const line of textTable(['WHAT', 'WHERE', 'REMARK'], report.map(rowOf))) out(line);
}

function rowOf({ code, pointer, message, more }: ImportRemark): string[] {
  return [code, pointer || '/', more === undefined ? message : `${message} (and ${more} more of this kind)`];
}

/** The commands of connectors. */
export const CONNECTOR_COMMANDS: readonly Command[] = [importConnector];

import type { DraftShown, FlowChanges } from '../../api/index.ts';
import { type JsonObject, stringifyJson } from '../../foundation/index.ts';
import { fail } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import { instantText, printable } from '../terminal-text.ts';
import { type Command, textOption, usageOf } from './command.ts';
import { readObject } from './given-document.ts';

const flowExport: Command = {
  name: 'flow export',
  positionals: ['<name>'],
  options: {
    of: {
      type: 'string',
      value: 'WHICH',
      summary: '`live`, `draft` or a version; by default what is live, else the draft.',
    },
  },
  summary:
    'Write a flow as JSON to standard output: its document and the connectors of its connections, no credentials.',
  async run({ client, out }, given) {
    const bundle = await client().exportFlow(given.positionals[0] as string, textOption(given, 'of'));
    out(stringifyJson(bundle as unknown as JsonObject));
    return EXIT.ok;
  },
};

const flowImport: Command = {
  name: 'flow import',
  positionals: ['<file>'],
  options: {
    name: { type: 'string', value: 'NAME', summary: 'Another name than the one in the file.' },
    connections: {
      type: 'string',
      value: 'LIST',
      summary: 'Connections of this workspace for those of the file: `books=our-books,crm=our-crm`.',
    },
  },
  summary: 'Make a flow from a file that `holdfast flow export` wrote; it is a draft until it is published.',
  async run(context, given) {
    const bundle = await readObject(context, given.positionals[0] as string);
    const name = textOption(given, 'name');
    const connections = readPairs(textOption(given, 'connections'));
    const imported = await context.client().importFlow(bundle, {
      ...(name === undefined ? {} : { name }),
      ...(connections === undefined ? {} : { connections }),
    });
    if (context.isJson) {
      context.outJson(imported as unknown as JsonObject);
      return EXIT.ok;
    }
    const { flow, problems } = imported;
    context.out(`${flow.name} is there as a draft. \`holdfast flow draft ${flow.name} --publish\` makes it live.`);
    for (const line of problemLines(problems)) context.out(line);
    return EXIT.ok;
  },
};

const flowDraft: Command = {
  name: 'flow draft',
  positionals: ['<name>'],
  options: {
    publish: { type: 'boolean', summary: 'Publish it as the live version.' },
    note: { type: 'string', value: 'TEXT', summary: 'With `--publish`: what has changed.' },
  },
  summary: 'Show what the draft of a flow changes and what stands in the way of publishing it, or publish it.',
  async run(context, given) {
    const name = given.positionals[0] as string;
    const api = context.client();
    const draft = await api.showDraft(name);
    if (given.options.publish === true) {
      const published = await api.publishDraft(name, draft.revision, textOption(given, 'note'));
      if (context.isJson) context.outJson(published as unknown as JsonObject);
      else context.out(`${published.flow} is live in version ${published.version}.`);
      return EXIT.ok;
    }
    const { liveVersion } = await api.showFlow(name);
    const changes = liveVersion === null ? [] : await api.compareVersions(name, liveVersion, 'draft');
    if (context.isJson) context.outJson({ ...draft, changes } as unknown as JsonObject);
    else for (const line of draftLines(draft, changes)) context.out(line);
    return EXIT.ok;
  },
};

const flowRollBack: Command = {
  name: 'flow roll-back',
  positionals: ['<name>', '<version>'],
  options: {},
  summary: 'Make an earlier version of a flow live again; runs under way keep the version they began with.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const [name, version] = positionals as [string, string];
    const number = Number(version);
    if (!Number.isSafeInteger(number) || number < 1) {
      const problem = `"${version.slice(0, 20)}" is no number of a version.`;
      throw fail('app.command.usage', { context: { problem, usage: usageOf(flowRollBack) } });
    }
    const flow = await client().rollBack(name, number);
    if (isJson) outJson(flow as unknown as JsonObject);
    else out(`${flow.name} is live in version ${flow.liveVersion}.`);
    return EXIT.ok;
  },
};

const flowArchive: Command = {
  name: 'flow archive',
  positionals: ['<name>'],
  options: {},
  summary: 'Put a flow away: it takes no events any more; its runs and versions stay.',
  details: 'Runs that are under way go on. Publishing a document of the same name brings the flow back.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const flow = await client().archiveFlow(positionals[0] as string);
    if (isJson) outJson(flow as unknown as JsonObject);
    else out(`${flow.name} is archived.`);
    return EXIT.ok;
  },
};

/** The commands about drafts, versions and files of flows. */
export const FLOW_DRAFT_COMMANDS: readonly Command[] = [flowDraft, flowRollBack, flowExport, flowImport, flowArchive];

/** `a=b,c=d` */
function readPairs(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  const pairs = text.split(',').map((pair) => pair.split('='));
  const broken = pairs.find((pair) => pair.length !== 2 || pair.includes(''));
  if (broken === undefined) return Object.fromEntries(pairs);
  const problem = `"${broken.join('=').slice(0, 80)}" is no pair such as books=our-books.`;
  throw fail('app.command.usage', { context: { problem, usage: usageOf(flowImport) } });
}

function draftLines({ isChanged, editedBy, editedAt, problems }: DraftShown, changes: FlowChanges): string[] {
  if (!isChanged) return ['There is no draft; what is live is all there is.'];
  const listed = changes.map(({ text }) => `  ${printable(text)}`);
  return [
    `Edited by ${printable(editedBy)} at ${instantText(editedAt)} (UTC).`,
    ...(listed.length === 0 ? [] : ['Against the live version:', ...listed]),
    ...problemLines(problems),
  ];
}

function problemLines(problems: DraftShown['problems']): string[] {
  if (problems.length === 0) return ['It can be published.'];
  const listed = problems.map(({ pointer, message, fix }) => `  ${pointer || '/'}: ${printable(`${message} ${fix}`)}`);
  return [`It cannot be published yet; ${problems.length === 1 ? 'a problem stands' : 'problems stand'}:`, ...listed];
}

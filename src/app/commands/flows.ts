import type { HookShown } from '../../api/index.ts';
import { type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import { EXIT } from '../exit-code.ts';
import { instantText, printable, textTable } from '../terminal-text.ts';
import { readDocument } from '../yaml-document.ts';
import { type Command, type CommandContext, textOption } from './command.ts';

const flowCheck: Command = {
  name: 'flow check',
  positionals: ['<file>'],
  options: {},
  summary: 'Check a flow document (JSON or YAML) without publishing it; each problem is told with its place.',
  async run(context, { positionals }) {
    const document = await readFlow(context, positionals[0] as string);
    const checked = await context.client().checkFlow(document);
    if (context.isJson) context.outJson(checked as unknown as JsonObject);
    else for (const line of [...checkLines(checked.problems), ...consentLines(checked.consent)]) context.out(line);
    return checked.isPublishable ? EXIT.ok : EXIT.failed;
  },
};

const flowPublish: Command = {
  name: 'flow publish',
  positionals: ['<file>'],
  options: { note: { type: 'string', value: 'TEXT', summary: 'What has changed, for whoever reads the versions.' } },
  summary: 'Publish a flow document (JSON or YAML) as the live version; runs under way keep theirs.',
  async run(context, given) {
    const document = await readFlow(context, given.positionals[0] as string);
    const published = await context.client().publishFlow(document, textOption(given, 'note'));
    if (context.isJson) {
      context.outJson(published as unknown as JsonObject);
      return EXIT.ok;
    }
    const { flow, version, isUnchanged, hook, consent } = published;
    context.out(
      isUnchanged ? `${flow} is unchanged; version ${version} stays live.` : `${flow} is live in version ${version}.`,
    );
    context.out(`Events come in at ${hook.url} (${hook.signature}).`);
    if (hook.secret !== undefined) context.out(`The signing secret, shown once: ${hook.secret}`);
    for (const line of [...subscriptionLines(hook), ...consentLines(consent)]) context.out(line);
    return EXIT.ok;
  },
};

const flowList: Command = {
  name: 'flow list',
  positionals: [],
  options: {},
  summary: 'List flows.',
  async run({ client, isJson, out, outJson }) {
    const flows = await client().listFlows();
    if (isJson) outJson(makeObject([['flows', flows as unknown as JsonValue]]));
    else if (flows.length === 0) out('There are no flows. Publish one with `holdfast flow publish <file>`.');
    else {
      const rows = flows.map((flow) => [flow.name, String(flow.liveVersion ?? '-'), flow.title]);
      for (const line of textTable(['FLOW', 'VERSION', 'TITLE'], rows)) out(line);
    }
    return EXIT.ok;
  },
};

const flowShow: Command = {
  name: 'flow show',
  positionals: ['<name>'],
  options: {},
  summary: 'Show a flow: its versions, and the address where its events come in.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const name = positionals[0] as string;
    const api = client();
    const [flow, hook] = await Promise.all([api.showFlow(name), api.showHook(name)]);
    if (isJson) {
      outJson({ ...flow, hook } as unknown as JsonObject);
      return EXIT.ok;
    }
    out(`${flow.name}: ${printable(flow.title)}`);
    out(`Events come in at ${hook.url} (${hook.signature}${hook.isEnabled ? '' : ', switched off'}).`);
    for (const line of subscriptionLines(hook)) out(line);
    if (flow.hasDraft)
      out(`There is a draft that is not published; \`holdfast flow draft ${flow.name}\` says what differs.`);
    const rows = flow.versions.map((version) => [
      `${version.number}${version.isLive ? ' live' : ''}`,
      instantText(version.publishedAt),
      version.publishedBy,
      version.note,
    ]);
    for (const line of textTable(['VERSION', 'PUBLISHED (UTC)', 'BY', 'NOTE'], rows)) out(line);
    return EXIT.ok;
  },
};

const flowSecret: Command = {
  name: 'flow secret',
  positionals: ['<name>', '[file]'],
  options: {
    'end-previous': { type: 'boolean', summary: 'The secret before is good no longer; by default it is for 24 hours.' },
  },
  summary: 'Replace the signing secret of a webhook: by the one in the file (`-` for standard input), or by a new one.',
  async run(context, { positionals, options }) {
    const [name, file] = positionals as [string, string | undefined];
    const given = file === undefined ? undefined : new TextDecoder().decode(await context.readInput(file)).trim();
    const hook = await context.client().replaceHookSecret(name, {
      ...(given === undefined ? {} : { secret: given }),
      ...(options['end-previous'] === true ? { keepPreviousMs: 0 } : {}),
    });
    if (context.isJson) context.outJson(hook as unknown as JsonObject);
    else
      context.out(
        hook.secret === undefined ? 'The secret is replaced.' : `The signing secret, shown once: ${hook.secret}`,
      );
    return EXIT.ok;
  },
};

const flowPause = switchCommand({
  verb: 'pause',
  isEnabled: false,
  summary: 'Switch the webhook of a flow off: events are refused, and senders are asked to come again.',
  sentence: (name) => `The webhook of ${name} is switched off. \`holdfast flow resume ${name}\` switches it on again.`,
});

const flowResume = switchCommand({
  verb: 'resume',
  isEnabled: true,
  summary: 'Switch the webhook of a flow on again; its address and its secret are the same as before.',
  sentence: (name) => `The webhook of ${name} is switched on.`,
});

/** The commands about flows. */
export const FLOW_COMMANDS: readonly Command[] = [
  flowCheck,
  flowPublish,
  flowList,
  flowShow,
  flowSecret,
  flowPause,
  flowResume,
];

function switchCommand(told: {
  readonly verb: string;
  readonly isEnabled: boolean;
  readonly summary: string;
  readonly sentence: (name: string) => string;
}): Command {
  return {
    name: `flow ${told.verb}`,
    positionals: ['<name>'],
    options: {},
    summary: told.summary,
    details: 'Runs that are under way go on either way, and `holdfast event send` is not concerned.',
    async run({ client, isJson, out, outJson }, { positionals }) {
      const name = positionals[0] as string;
      const hook = await client().switchHook(name, told.isEnabled);
      if (isJson) outJson(hook as unknown as JsonObject);
      else out(told.sentence(name));
      return EXIT.ok;
    },
  };
}

function subscriptionLines({ subscription }: HookShown): string[] {
  if (subscription === null) return [];
  const { state, connection, problem } = subscription;
  if (state === 'active') return [`The vendor sends its events here; it was asked through ${connection}.`];
  if (state === 'making') return [`The vendor is being asked for its events through ${connection}.`];
  return [`The vendor does not send its events here: ${printable(problem ?? '')}`];
}

/** It is live all the same; only the runs that need the scopes are held. */
function consentLines(consent: readonly { connection: string; missing: readonly string[] }[]): string[] {
  return consent.map(({ connection, missing }) => {
    const scopes = printable(missing.join(', '));
    return `The connection ${connection} was not granted ${scopes}; runs that need it are held until it is reconnected with that.`;
  });
}

async function readFlow({ readInput }: CommandContext, file: string): Promise<JsonValue> {
  return readDocument(await readInput(file), file);
}

function checkLines(problems: readonly { pointer: string; message: string; fix: string }[]): string[] {
  if (problems.length === 0) return ['The flow can be published.'];
  const listed = problems.map(({ pointer, message, fix }) => `  ${pointer || '/'}: ${printable(`${message} ${fix}`)}`);
  return [`The flow has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:`, ...listed];
}

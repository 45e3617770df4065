import type { RunListQuery, RunPage, RunSummary } from '../../api/index.ts';
import { type AppError, type JsonObject, systemClock } from '../../foundation/index.ts';
import { RUN_STATES } from '../../runs/index.ts';
import { fail } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import { runTimeline } from '../run-timeline.ts';
import { instantText, textTable } from '../terminal-text.ts';
import { type Command, type CommandContext, type GivenArguments, textOption, usageOf } from './command.ts';
import { readObject } from './given-document.ts';

/** Options of the list, and what the API calls them. */
const FILTERS = [
  ['state', 'state'],
  ['flow', 'flow'],
  ['order-key', 'orderKey'],
  ['code', 'code'],
  ['text', 'text'],
  ['from', 'from'],
  ['to', 'to'],
  ['limit', 'limit'],
  ['cursor', 'cursor'],
] as const;

const runList: Command = {
  name: 'run list',
  positionals: [],
  options: {
    state: {
      type: 'string',
      value: 'STATES',
      summary: `Only runs in these states, parted by commas: ${RUN_STATES.join(', ')}.`,
    },
    flow: { type: 'string', value: 'NAME', summary: 'Only runs of this flow.' },
    'order-key': { type: 'string', value: 'KEY', summary: 'Only runs of this order key.' },
    code: { type: 'string', value: 'CODE', summary: 'Only runs whose problem has this code.' },
    text: { type: 'string', value: 'TEXT', summary: 'Only runs whose event holds this text.' },
    from: { type: 'string', value: 'INSTANT', summary: 'Only runs made at this moment or later (RFC 3339).' },
    to: { type: 'string', value: 'INSTANT', summary: 'Only runs made before this moment (RFC 3339).' },
    limit: { type: 'string', value: 'N', summary: 'How many, from 1 to 200. Default 50.' },
    cursor: { type: 'string', value: 'CURSOR', summary: 'Go on after the page before; it was printed at its end.' },
  },
  summary: 'List runs, the newest first.',
  async run({ client, isJson, out, outJson }, { options }) {
    const given = FILTERS.flatMap(([option, field]) =>
      options[option] === undefined ? [] : [[field, options[option]]],
    );
    const filter: RunListQuery = Object.fromEntries(given);
    const page = await client().listRuns(filter);
    if (isJson) return done(() => outJson(page as unknown as JsonObject));
    if (page.runs.length === 0) out(page.searchedTo === null ? 'There are no runs.' : 'None found yet.');
    else listLines(page).forEach(out);
    if (page.searchedTo !== null) out(`Searched back to ${instantText(page.searchedTo)} UTC.`);
    if (page.nextCursor !== null) out(`More: --cursor ${page.nextCursor}`);
    return EXIT.ok;
  },
};

function listLines({ runs }: RunPage): string[] {
  const rows = runs.map((run) => [run.id, instantText(run.createdAt), run.flow, run.state, run.problem?.message ?? '']);
  return textTable(['RUN', 'CREATED (UTC)', 'FLOW', 'STATE', 'PROBLEM'], rows);
}

const runShow: Command = {
  name: 'run show',
  positionals: ['<id>'],
  options: {},
  summary: 'Show the timeline of a run: event, mapped input, request, response, decision, and what is next.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const run = await client().showRun(positionals[0] as string);
    if (isJson) return done(() => outJson(run as unknown as JsonObject));
    for (const line of runTimeline(run, systemClock.nowMs())) out(line);
    return EXIT.ok;
  },
};

const runReplay = changeCommand({
  verb: 'replay',
  summary: 'Continue a dead letter at the step where it stopped.',
  change: (context, id) => context.client().replayRun(id),
});

const runRerun = changeCommand({
  verb: 'rerun',
  summary: "Start a new run of the same event with the flow's live version.",
  change: (context, id) => context.client().rerunRun(id),
});

const runCancel = changeCommand({
  verb: 'cancel',
  summary: 'Cancel a run, at its next step when it is running.',
  change: (context, id) => context.client().cancelRun(id),
});

const runSettle: Command = {
  name: 'run settle',
  positionals: ['<id>'],
  options: {
    happened: {
      type: 'string',
      value: 'ID',
      summary: 'The write took effect at the vendor; id of the record that it made or changed.',
    },
    record: {
      type: 'string',
      value: 'FILE',
      summary:
        'That record as the operation would have given it (`-` for standard input), where later steps read more than its id.',
    },
    'not-happened': { type: 'boolean', summary: 'The write did not take effect; it is sent again with the same key.' },
  },
  summary: 'Say what became of a write whose outcome nobody knows.',
  async run(context, given) {
    const { options, positionals } = given;
    const id = textOption(given, 'happened');
    if ((id === undefined) !== (options['not-happened'] === true))
      throw usage(runSettle, 'Say either --happened ID or --not-happened.');
    const file = textOption(given, 'record');
    if (id === undefined && file !== undefined)
      throw usage(runSettle, 'There is no record of a write that did not happen.');
    const output = file === undefined ? {} : { output: await readObject(context, file) };
    const verdict = id === undefined ? { happened: false } : { happened: true, id, ...output };
    return tell(context, await context.client().settleRun(positionals[0] as string, verdict));
  },
};

/** The commands about runs. */
export const RUN_COMMANDS: readonly Command[] = [runList, runShow, runReplay, runRerun, runSettle, runCancel];

function changeCommand(told: {
  readonly verb: string;
  readonly summary: string;
  readonly change: (context: CommandContext, id: string) => Promise<RunSummary>;
}): Command {
  return {
    name: `run ${told.verb}`,
    positionals: ['<id>'],
    options: {},
    summary: told.summary,
    run: async (context: CommandContext, { positionals }: GivenArguments) =>
      tell(context, await told.change(context, positionals[0] as string)),
  };
}

function tell({ isJson, out, outJson }: CommandContext, run: RunSummary): number {
  if (isJson) outJson(run as unknown as JsonObject);
  else out(`Run ${run.id} is ${run.state.replaceAll('_', ' ')}.`);
  return EXIT.ok;
}

function usage(command: Command, problem: string): AppError {
  return fail('app.command.usage', { context: { problem, usage: usageOf(command) } });
}

function done(write: () => void): number {
  write();
  return EXIT.ok;
}

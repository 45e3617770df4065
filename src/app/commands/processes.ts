import { runHoldfast } from '../holdfast-process.ts';
import type { Command } from './command.ts';

const start: Command = {
  name: 'start',
  positionals: [],
  options: {},
  isLocal: true,
  summary: 'Run everything in one process: the API, the worker, and the embedded database unless DATABASE_URL is set.',
  details:
    'On an empty data folder it makes the database, the master key, the first API token and, unless `HOLDFAST_SAMPLE=off`, a sample workspace with two stand-in vendors.',
  run: ({ config, isJson }) =>
    runHoldfast({ config, role: { isServing: true, isWorking: true }, isForPeople: !isJson }),
};

const serve: Command = {
  name: 'serve',
  positionals: [],
  options: {},
  isLocal: true,
  summary: 'Run the API and take events in; workers execute the runs.',
  run: ({ config }) => runHoldfast({ config, role: { isServing: true, isWorking: false }, isForPeople: false }),
};

const work: Command = {
  name: 'work',
  positionals: [],
  options: {},
  isLocal: true,
  summary: 'Execute runs. Any number of workers may share one database.',
  run: ({ config }) => runHoldfast({ config, role: { isServing: false, isWorking: true }, isForPeople: false }),
};

/** The commands that run until they are told to stop. */
export const PROCESS_COMMANDS: readonly Command[] = [start, serve, work];

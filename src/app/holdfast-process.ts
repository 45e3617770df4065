/** `holdfast start`, `serve` and `work`: one process with the parts that its role needs. */
import type { AttemptObserver } from '../runs/index.ts';
import type { Config } from './config.ts';
import { type Installation, openInstallation } from './installation.ts';
import { makeProcessLog, type ProcessLog } from './process-log.ts';
import { runProcess } from './process-run.ts';
import { makeSamplePanel } from './sample-panel.ts';
import { hasSample, type SampleVendors, startSampleVendors } from './sample-vendors.ts';
import { ensureSampleWorkspace, playFirstEvents } from './sample-workspace.ts';
import { noteServer } from './server-note.ts';
import { madeLines, setUpLines, welcomeText } from './welcome.ts';
import { type Role, type Wired, wire } from './wire.ts';

export interface HoldfastOptions {
  readonly config: Config;
  readonly role: Role;
  /** Says on standard output what there is to try; otherwise only what is shown once is said, on standard error. */
  readonly isForPeople: boolean;
  /** For tests with a main of their own. */
  readonly observe?: AttemptObserver;
}

/** Runs until it is told to stop; gives the exit code. */
export async function runHoldfast(options: HoldfastOptions): Promise<number> {
  const { config, isForPeople } = options;
  const log = makeProcessLog({ level: config.logLevel, isForPeople: isForPeople && process.stdout.isTTY === true });
  try {
    return await runWithLog(options, log);
  } finally {
    log.flush();
  }
}

async function runWithLog(options: HoldfastOptions, log: ProcessLog): Promise<number> {
  const { config, role, isForPeople, observe } = options;
  const installation = await openInstallation(config, log);
  const { database, vault, rotation, signInSecret, operatorSender, workspaces, certificates, folder } = installation;
  tellMade(options, installation);
  const vendors = await startVendors(options, installation, log);
  const egress = vendors?.egress ?? [];
  const wired = wire({
    config,
    role,
    database,
    vault,
    rotation,
    signInSecret,
    operatorSender,
    workspaces,
    certificates,
    egress,
    log,
    ...(vendors === undefined ? {} : { sample: makeSamplePanel(workspaces.first, vendors) }),
    ...(observe === undefined ? {} : { observe }),
  });
  wired.readiness.expectSchema(installation.schemaVersion);
  let forgetServer: () => void = () => undefined;
  return runProcess({
    services: wired.services,
    log,
    beginStop: () => wired.readiness.beginStop(),
    async onReady() {
      if (role.isServing && wired.api !== undefined) forgetServer = noteServer(folder, wired.api.url, log);
      if (vendors !== undefined) await prepareSample(installation, wired, vendors);
      const setUpLink = role.isServing ? await newSetUpLink(wired) : undefined;
      if (isForPeople) process.stdout.write(`${welcomeText({ url: wired.api?.pageUrl ?? '', vendors, setUpLink })}\n`);
      else for (const line of setUpLines({ setUpLink })) process.stderr.write(`${line}\n`);
      log.info('process.ready', { role: roleName(role), ...(wired.api === undefined ? {} : { url: wired.api.url }) });
    },
    async close() {
      forgetServer();
      await vendors?.stop();
      await wired.sender.close();
      await installation.close();
    },
  });
}

/** The sample belongs to the embedded database of one process that does everything. */
async function startVendors(
  { config, role }: HoldfastOptions,
  installation: Installation,
  log: ProcessLog,
): Promise<SampleVendors | undefined> {
  const { folder, isEmbedded, workspaces } = installation;
  const isComplete = isEmbedded && role.isServing && role.isWorking;
  const isWanted = workspaces.newToken !== undefined || hasSample(folder.sandboxFolder);
  if (!isComplete || !isWanted || config.sample === 'off') return undefined;
  try {
    return await startSampleVendors(folder.sandboxFolder, config, log);
  } catch (error) {
    await installation.close();
    throw error;
  }
}

async function prepareSample(installation: Installation, wired: Wired, vendors: SampleVendors): Promise<void> {
  const { workspaces } = installation;
  const { connections, flows, triggers, subscriptions, api } = wired;
  const isFirst = (await flows.list(workspaces.first)).length === 0;
  await ensureSampleWorkspace({
    workspaceId: workspaces.first,
    vendors,
    connections,
    flows,
    triggers,
    subscriptions,
    url: api?.url ?? '',
  });
  if (isFirst) await playFirstEvents(vendors);
}

/** A link for the first owner, as long as there is none. Those of earlier starts stay good, so that no start spoils another's. */
async function newSetUpLink({ setUp, api }: Wired): Promise<string | undefined> {
  if (!(await setUp.isNeeded())) return undefined;
  return `${api?.pageUrl ?? ''}/set-up#${(await setUp.makeLink()).reveal()}`;
}

/** What may be shown once goes to a person at once, whatever comes after, and never into the log. */
function tellMade({ isForPeople }: HoldfastOptions, { newKeyFile, workspaces, folder }: Installation): void {
  const lines = madeLines({ newKeyFile, newToken: workspaces.newToken, tokenFile: folder.tokenFile });
  for (const line of lines) (isForPeople ? process.stdout : process.stderr).write(`${line}\n`);
}

function roleName({ isServing, isWorking }: Role): string {
  if (isServing && isWorking) return 'start';
  return isServing ? 'serve' : 'work';
}

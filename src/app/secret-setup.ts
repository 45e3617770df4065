/** Where secrets outside of Holdfast may lie, by the settings: what connections read them from, and what doctor says of it. */
import {
  environmentReader,
  fileReader,
  keyValueReader,
  SecretSources,
  secretsManagerReader,
} from '../connections/index.ts';
import { systemClock, type WorkspaceId } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import type { CheckResult } from './check-result.ts';
import type { Config } from './config.ts';
import { awsAccess, hashicorpAccess } from './key-holders.ts';
import { liesBelow, secretFolder } from './secret-folder.ts';

const EVERY_WORKSPACE = 'all';

export interface SecretSetup {
  /** The workspace that may use references when the settings name none. */
  readonly first: WorkspaceId;
  /** Reaches the stores that the settings name. */
  readonly sender: HttpSender;
}

/** The sources that the settings describe. */
export function makeSecretSources(config: Config, { first, sender }: SecretSetup): SecretSources {
  const vault = hashicorpAccess(config);
  const aws = awsAccess(config, config.secretsManagerEndpoint);
  const named = config.secretsWorkspaces.length === 0 ? [first] : config.secretsWorkspaces;
  return new SecretSources({
    clock: systemClock,
    mayUse: (workspaceId) => named.includes(workspaceId) || named.includes(EVERY_WORKSPACE),
    readers: {
      env: environmentReader((name) => config.secretVariables.get(name)?.reveal()),
      file: fileReader(secretFolder(config.secretsFolder, ownPaths(config))),
      ...(vault === undefined ? {} : { vault: keyValueReader(sender, vault) }),
      ...(aws === undefined ? {} : { aws: secretsManagerReader(sender, aws) }),
    },
  });
}

/** What Holdfast keeps for itself: the data folder, and each file that a setting names. */
function ownPaths(config: Config): readonly string[] {
  const { dataFolder, keyFile, vaultTokenFile, certificateFile, configFile, readFrom } = config;
  const named = [dataFolder, keyFile, vaultTokenFile, certificateFile, configFile, readFrom];
  return named.filter((own) => own !== undefined);
}

/** Which sources there are and who may use them, for `holdfast doctor`; none of them is asked. */
export function describeSecretSources(config: Config): CheckResult {
  const { keyFile, secretVariables, secretsFolder, vaultAddress, awsRegion, secretsWorkspaces } = config;
  const vault = hashicorpAccess(config) === undefined ? [] : [`vault (${vaultAddress})`];
  const aws = awsAccess(config, undefined) === undefined ? [] : [`aws (Secrets Manager in ${awsRegion})`];
  const sources = [`env (${secretVariables.size} variables)`, `file (${secretsFolder})`, ...vault, ...aws];
  const users = secretsWorkspaces.length === 0 ? 'the first workspace' : secretsWorkspaces.join(', ');
  const warning = liesBelow(keyFile, secretsFolder)
    ? `. Warning: the key file ${keyFile} lies in ${secretsFolder}; no reference may name it, but put the secrets of vendors into a folder of their own (HOLDFAST_SECRETS_FOLDER)`
    : '';
  return {
    name: 'secrets',
    isOk: true,
    detail: `references may lead to ${sources.join('; ')}; for ${users}${warning}`,
  };
}

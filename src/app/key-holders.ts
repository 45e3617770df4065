/** Builds the ring of keys from the settings: the key file, a HashiCorp Vault or OpenBao, the service of AWS. */
import { readFileSync } from 'node:fs';
import { type Clock, Secret, systemClock } from '../foundation/index.ts';
import { EgressPolicy, HttpSender } from '../outbound/index.ts';
import {
  type AwsAccess,
  AwsKmsKeyProvider,
  awsAddress,
  type HashicorpAccess,
  type KeyProvider,
  KeyRing,
  LocalKeyProvider,
  TransitKeyProvider,
} from '../vault/index.ts';
import type { Config } from './config.ts';
import { fail } from './errors.ts';
import { type FoundKeys, findMasterKeys, type KeyFacts, readMasterKeys, requireMasterKeys } from './master-key.ts';
import { targetsOf } from './operator-address.ts';

/** Opened keys with what a start tells about them. */
export interface OpenKeys {
  readonly ring: KeyRing;
  /** Names where the present key lies. */
  readonly source: string;
  readonly newKeyFile: string | undefined;
  /** A key file that everybody on this machine may read. */
  readonly exposedFile: string | undefined;
}

const KMS = 'kms';
const SECRETS_MANAGER = 'secretsmanager';

/** A sender that reaches what the operator's own settings name, and nothing besides but public addresses. */
export function makeOperatorSender(config: Config, certificates: readonly string[]): HttpSender {
  const kms = awsAccess(config, config.kmsEndpoint);
  const secretsManager = awsAccess(config, config.secretsManagerEndpoint);
  const addresses = [
    config.vaultAddress,
    kms === undefined ? undefined : awsAddress(kms, KMS),
    secretsManager === undefined ? undefined : awsAddress(secretsManager, SECRETS_MANAGER),
  ];
  const { allow, httpsPorts } = config.egress;
  const opened = addresses.flatMap((address) => (address === undefined ? [] : targetsOf(address)));
  return new HttpSender({
    policy: new EgressPolicy({ allow: [...allow, ...opened], httpsPorts }),
    clock: systemClock,
    limits: { connectTimeoutMs: config.connectTimeoutMs },
    extraCertificates: certificates,
  });
}

/** Opens the keys, making a master key where `facts` allow it; throws `app.key.*` and `vault.key.malformed`. */
export function openKeys(config: Config, facts: KeyFacts, sender: HttpSender): OpenKeys {
  const found = config.keyProvider === 'local' ? findMasterKeys(config, facts) : readMasterKeys(config);
  return keysFrom(config, found, sender);
}

/** As `openKeys`, and makes nothing; undefined where a start would make a master key. */
export function openKnownKeys(config: Config, facts: KeyFacts, sender: HttpSender): OpenKeys | undefined {
  const isLocal = config.keyProvider === 'local';
  const found = isLocal ? requireMasterKeys(config, facts) : readMasterKeys(config);
  return isLocal && found === undefined ? undefined : keysFrom(config, found, sender);
}

/** How the Vault or OpenBao of the settings is called; undefined when there is none. */
export function hashicorpAccess(config: Config): HashicorpAccess | undefined {
  const { vaultAddress: address, vaultNamespace: namespace, vaultToken, vaultTokenFile } = config;
  if (address === undefined || (vaultToken === undefined && vaultTokenFile === undefined)) return undefined;
  return { address, namespace, token: () => vaultToken ?? readToken(vaultTokenFile as string) };
}

/** How AWS is called; undefined when the settings name no access key. */
export function awsAccess(config: Config, endpoint: string | undefined): AwsAccess | undefined {
  const { awsRegion: region, awsAccessKeyId: accessKeyId, awsSecretAccessKey: secretAccessKey } = config;
  const { awsSessionToken: sessionToken } = config;
  if (region === undefined || accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  const clock: Clock = systemClock;
  return { region, endpoint, credentials: () => credentials, clock };
}

function keysFrom(config: Config, found: FoundKeys | undefined, sender: HttpSender): OpenKeys {
  // The file is read again whenever it may have changed; a file that has gone is told then.
  const local = found === undefined ? undefined : new LocalKeyProvider(() => readAgain(config));
  const holders = [local, transitKeys(config, sender), kmsKeys(config, sender)].filter((each) => each !== undefined);
  const present = holders.find(({ id }) => id === config.keyProvider);
  if (present === undefined) throw fail('app.key.provider_incomplete', { context: missingSetting(config) });
  const others = holders.filter((holder) => holder !== present);
  return {
    ring: new KeyRing({ present, others, ...(local === undefined ? {} : { local }) }),
    source: present.source,
    newKeyFile: found?.isNew === true ? found.source : undefined,
    exposedFile: found?.isExposed === true ? found.source : undefined,
  };
}

function readAgain(config: Config): FoundKeys['keys'] {
  const found = readMasterKeys(config);
  if (found === undefined) throw fail('app.key.lost', { context: { path: config.keyFile } });
  return found.keys;
}

function transitKeys(config: Config, sender: HttpSender): KeyProvider | undefined {
  const access = hashicorpAccess(config);
  if (access === undefined) return undefined;
  return new TransitKeyProvider({ sender, access, mount: config.transitMount, key: config.transitKey });
}

function kmsKeys(config: Config, sender: HttpSender): KeyProvider | undefined {
  const access = awsAccess(config, config.kmsEndpoint);
  if (access === undefined || config.kmsKey === undefined) return undefined;
  return new AwsKmsKeyProvider({ sender, access, key: config.kmsKey });
}

function missingSetting(config: Config): { provider: string; setting: string } {
  const needed: readonly (readonly [string, unknown])[] =
    config.keyProvider === 'transit'
      ? [
          ['HOLDFAST_VAULT_ADDRESS', config.vaultAddress],
          ['HOLDFAST_VAULT_TOKEN or HOLDFAST_VAULT_TOKEN_FILE', config.vaultToken ?? config.vaultTokenFile],
        ]
      : [
          ['HOLDFAST_AWS_REGION', config.awsRegion],
          ['HOLDFAST_AWS_ACCESS_KEY_ID', config.awsAccessKeyId],
          ['HOLDFAST_AWS_SECRET_ACCESS_KEY', config.awsSecretAccessKey],
          ['HOLDFAST_KMS_KEY', config.kmsKey],
        ];
  const setting = needed.find(([, value]) => value === undefined)?.[0] ?? 'HOLDFAST_KEY';
  return { provider: config.keyProvider, setting };
}

function readToken(file: string): Secret<string> {
  try {
    return new Secret(readFileSync(file, 'utf8').trim());
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const context = { setting: 'HOLDFAST_VAULT_TOKEN_FILE', path: file, reason };
    throw fail('app.setting.file_unreadable', { cause: error, context });
  }
}

/**
 * Every setting of Holdfast, as data. The reading, the messages about wrong values and docs/reference/config.md all come
 * from here. The key of an entry is its name in the configuration file.
 */
import {
  address,
  choice,
  databaseUrl,
  list,
  mailbox,
  mailServer,
  type Setting,
  secret,
  text,
  wholeNumber,
} from './setting.ts';

const MAX_PORT = 65_535;
const MEBIBYTE = 1_048_576;
const WORKSPACE = /^(all|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export const SETTINGS = {
  port: wholeNumber({
    env: 'HOLDFAST_PORT',
    fallback: 3000,
    min: 0,
    max: MAX_PORT,
    summary: 'Port of the API and the webhooks. 0 takes a free one and prints it.',
  }),
  host: text({
    env: 'HOLDFAST_HOST',
    fallback: '127.0.0.1',
    summary: 'Address to listen on. `0.0.0.0` opens it to the network; put TLS in front of it then.',
  }),
  publicUrl: address({
    env: 'HOLDFAST_PUBLIC_URL',
    fallback: undefined,
    fallbackText: '`http://<host>:<port>`',
    summary: 'Address under which senders of webhooks reach Holdfast; it stands before the paths that are shown.',
  }),
  trustedProxies: wholeNumber({
    env: 'HOLDFAST_TRUSTED_PROXIES',
    fallback: 0,
    min: 0,
    max: 10,
    summary:
      'Proxies of your own in front of Holdfast. That many entries of `X-Forwarded-For`, from its end, are believed; without it, all people behind a proxy count as one when tries to sign in are limited.',
  }),
  dataFolder: text({
    env: 'HOLDFAST_DATA',
    fallback: './.holdfast',
    summary:
      'Folder for the embedded database, the master key, and what the command line needs: a token and an address.',
  }),
  configFile: text({
    env: 'HOLDFAST_CONFIG',
    fallback: undefined,
    fallbackText: '`<data>/holdfast.config.yaml`, then `./holdfast.config.yaml`, each also as `.json`',
    isInFile: false,
    summary: 'The configuration file, YAML or JSON. The first that exists is read; what the environment says wins.',
  }),
  databaseUrl: databaseUrl({
    env: 'DATABASE_URL',
    fallbackText: 'the embedded database in the data folder',
    summary: 'A PostgreSQL 15 or newer of your own. With it no key is invented and there is no sample workspace.',
  }),
  databaseConnections: wholeNumber({
    env: 'HOLDFAST_DATABASE_CONNECTIONS',
    fallback: 10,
    min: 2,
    max: 200,
    summary: 'Most pooled connections to the database of one process; about four more are opened beside the pool.',
  }),
  keyFile: text({
    env: 'HOLDFAST_KEY_FILE',
    fallback: undefined,
    fallbackText: '`<data>/master.key`',
    summary:
      'File with the master key that seals credentials: 32 bytes in base64, for its owner only (mode 600). Keep a copy elsewhere.',
  }),
  key: secret({
    env: 'HOLDFAST_KEY',
    isInFile: false,
    summary: 'The master key itself, for platforms that hand secrets over in the environment. Wins over the file.',
  }),
  oldKeys: secret({
    env: 'HOLDFAST_OLD_KEYS',
    isInFile: false,
    summary:
      'Master keys of before, with commas between, that still open what they sealed; with a key file they stand in its further lines. See docs/operate/keys.md.',
  }),
  keyProvider: choice({
    env: 'HOLDFAST_KEY_PROVIDER',
    fallback: 'local',
    of: ['local', 'transit', 'aws_kms'],
    summary:
      'Who holds the key that protects all others: `local` (the key file), `transit` (HashiCorp Vault or OpenBao) or `aws_kms`. Change it, then run `holdfast key rotate`.',
  }),
  vaultAddress: address({
    env: 'HOLDFAST_VAULT_ADDRESS',
    fallback: undefined,
    summary: 'Address of a HashiCorp Vault or an OpenBao, such as `https://vault.example:8200`.',
  }),
  vaultNamespace: text({
    env: 'HOLDFAST_VAULT_NAMESPACE',
    fallback: undefined,
    summary: 'Namespace in that Vault or OpenBao, where it has any.',
  }),
  vaultToken: secret({
    env: 'HOLDFAST_VAULT_TOKEN',
    isInFile: false,
    summary: 'Token that Holdfast signs in with at that Vault or OpenBao.',
  }),
  vaultTokenFile: text({
    env: 'HOLDFAST_VAULT_TOKEN_FILE',
    fallback: undefined,
    summary: 'File with that token; read anew at each call, so that an agent may renew it.',
  }),
  transitMount: text({
    env: 'HOLDFAST_TRANSIT_MOUNT',
    fallback: 'transit',
    summary: 'Where the secrets engine `transit` is mounted.',
  }),
  transitKey: text({
    env: 'HOLDFAST_TRANSIT_KEY',
    fallback: 'holdfast',
    summary: 'Name of the key in `transit`.',
  }),
  awsRegion: text({
    env: 'HOLDFAST_AWS_REGION',
    fallback: undefined,
    summary: 'Region of AWS whose Key Management Service and Secrets Manager are asked.',
  }),
  awsAccessKeyId: text({
    env: 'HOLDFAST_AWS_ACCESS_KEY_ID',
    fallback: undefined,
    summary: 'Access key that Holdfast signs its calls to AWS with.',
  }),
  awsSecretAccessKey: secret({
    env: 'HOLDFAST_AWS_SECRET_ACCESS_KEY',
    isInFile: false,
    summary: 'The secret of that access key.',
  }),
  awsSessionToken: secret({
    env: 'HOLDFAST_AWS_SESSION_TOKEN',
    isInFile: false,
    summary: 'Session token, for an access key that is good for a while only.',
  }),
  kmsKey: text({
    env: 'HOLDFAST_KMS_KEY',
    fallback: undefined,
    summary: 'Key of the AWS Key Management Service: its ARN, or that of an alias.',
  }),
  kmsEndpoint: address({
    env: 'HOLDFAST_KMS_ENDPOINT',
    fallback: undefined,
    fallbackText: '`https://kms.<region>.amazonaws.com`',
    summary: 'Where the Key Management Service is asked, for a private endpoint.',
  }),
  secretsFolder: text({
    env: 'HOLDFAST_SECRETS_FOLDER',
    fallback: '/run/secrets/holdfast',
    summary:
      'Folder whose files credentials may refer to as `file:NAME`; Docker and Kubernetes can put secrets for vendors there. Keep no file of Holdfast itself in it.',
  }),
  secretsWorkspaces: list({
    env: 'HOLDFAST_SECRETS_WORKSPACES',
    fallback: [],
    fallbackText: 'the first workspace',
    form: WORKSPACE,
    allowed: 'ids of workspaces with commas between, or `all`',
    summary:
      'Workspaces whose credentials may refer to secrets outside (`HOLDFAST_SECRET_*` variables, files, Vault, AWS). All of them share what these lead to.',
  }),
  secretsManagerEndpoint: address({
    env: 'HOLDFAST_SECRETS_MANAGER_ENDPOINT',
    fallback: undefined,
    fallbackText: '`https://secretsmanager.<region>.amazonaws.com`',
    summary: 'Where AWS Secrets Manager is asked, for a private endpoint.',
  }),
  certificateFile: text({
    env: 'HOLDFAST_CA_FILE',
    fallback: undefined,
    summary: 'File with certificates (PEM) of private authorities that outgoing calls trust beside the public ones.',
  }),
  smtpUrl: mailServer({
    env: 'HOLDFAST_SMTP_URL',
    isInFile: false,
    summary:
      'Mail server for notices: `smtp://` with TLS after STARTTLS, `smtps://` with TLS from the first byte. See docs/operate/alerts.md.',
  }),
  mailFrom: mailbox({
    env: 'HOLDFAST_MAIL_FROM',
    summary: 'Who the mails of Holdfast are from; needed with `HOLDFAST_SMTP_URL`.',
  }),
  metricsToken: secret({
    env: 'HOLDFAST_METRICS_TOKEN',
    summary: 'Token that may read `/metrics` and nothing else. An API token may read it as well.',
  }),
  logLevel: choice({
    env: 'HOLDFAST_LOG_LEVEL',
    fallback: 'info',
    of: ['info', 'warn', 'error', 'silent'],
    summary: 'Least severity that is logged. `info` is one line for every attempt.',
  }),
  workerConcurrency: wholeNumber({
    env: 'HOLDFAST_WORKER_CONCURRENCY',
    fallback: 256,
    min: 1,
    max: 2_000,
    summary: 'Runs that one worker process executes side by side.',
  }),
  leaseMs: wholeNumber({
    env: 'HOLDFAST_LEASE_MS',
    fallback: 9_000,
    min: 3_000,
    max: 120_000,
    summary:
      'Milliseconds for which a worker holds a run without renewing. The run of a dead worker is taken over after it.',
  }),
  graceMs: wholeNumber({
    env: 'HOLDFAST_GRACE_MS',
    fallback: 10_000,
    min: 0,
    max: 600_000,
    summary: 'Milliseconds that runs under way get to come to an end when Holdfast is told to stop.',
  }),
  workerPort: wholeNumber({
    env: 'HOLDFAST_WORKER_PORT',
    fallback: undefined,
    min: 0,
    max: MAX_PORT,
    summary: 'Port on which `holdfast work` answers health checks and `/metrics`; without it, it listens nowhere.',
  }),
  maxRequestBytes: wholeNumber({
    env: 'HOLDFAST_MAX_REQUEST_BYTES',
    fallback: 5 * MEBIBYTE,
    min: 10_000,
    max: 50 * MEBIBYTE,
    summary: 'Largest body of a call to `/api/v1`. Webhooks have a limit of their own.',
  }),
  callTimeoutMs: wholeNumber({
    env: 'HOLDFAST_CALL_TIMEOUT_MS',
    fallback: 60_000,
    min: 1_000,
    max: 900_000,
    summary: 'Milliseconds after which an outgoing call is given up, unless its operation says otherwise.',
  }),
  connectTimeoutMs: wholeNumber({
    env: 'HOLDFAST_CONNECT_TIMEOUT_MS',
    fallback: 5_000,
    min: 100,
    max: 60_000,
    summary: 'Milliseconds for resolving a name, connecting and TLS together.',
  }),
  maxAnswerBytes: wholeNumber({
    env: 'HOLDFAST_MAX_ANSWER_BYTES',
    fallback: 10 * MEBIBYTE,
    min: 10_000,
    max: 200 * MEBIBYTE,
    summary: 'Largest answer that is read from a vendor, unpacked.',
  }),
  sample: choice({
    env: 'HOLDFAST_SAMPLE',
    fallback: 'auto',
    of: ['auto', 'off'],
    summary: 'The sample workspace with its two stand-in vendors: made by `holdfast start` on an empty data folder.',
  }),
  crmPort: wholeNumber({
    env: 'HOLDFAST_SANDBOX_CRM_PORT',
    fallback: undefined,
    fallbackText: 'the port after `HOLDFAST_PORT`',
    min: 0,
    max: MAX_PORT,
    summary: 'Port of the stand-in CRM, on this machine only.',
  }),
  invoicingPort: wholeNumber({
    env: 'HOLDFAST_SANDBOX_INVOICING_PORT',
    fallback: undefined,
    fallbackText: 'the second port after `HOLDFAST_PORT`',
    min: 0,
    max: MAX_PORT,
    summary: 'Port of the stand-in invoicing service, on this machine only.',
  }),
  url: address({
    env: 'HOLDFAST_URL',
    fallback: undefined,
    fallbackText: 'where it was started last (`<data>/cli.url`), then `http://<host>:<port>`',
    summary: 'Where the command line finds the API.',
  }),
  token: secret({
    env: 'HOLDFAST_TOKEN',
    isInFile: false,
    fallbackText: 'the token in `<data>/cli.token`',
    summary: 'The API token that the command line signs in with.',
  }),
} as const satisfies Record<string, Setting<unknown>>;

/** The values of all settings. */
export type Settings = {
  readonly [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never;
};

/** Variables that begin like ours and belong to the test suite. */
export const TEST_VARIABLES = 'HOLDFAST_TEST_';

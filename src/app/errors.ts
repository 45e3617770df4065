import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** Every error of the room `app`. */
export const APP_ERRORS = {
  'app.settings.invalid': {
    kind: 'invalid',
    message: 'The settings have problems ({count}), so nothing was done.',
    fix: 'Mend what the list names. All settings stand in docs/reference/config.md.',
  },
  'app.setting.unknown': {
    kind: 'invalid',
    message: 'There is no setting {name}.{hint}',
    fix: 'Remove it, or write it as docs/reference/config.md has it.',
  },
  'app.setting.wrong': {
    kind: 'invalid',
    message: '{name} is {given}, but it must be {allowed}.',
    fix: 'Give a value that is allowed, or leave the setting out.',
  },
  'app.setting.file_unreadable': {
    kind: 'invalid',
    message: '{setting} names {path}, and that file cannot be read: {reason}.',
    fix: 'See that it is there and that the user who runs Holdfast may read it.',
  },
  'app.settings.file_missing': {
    kind: 'invalid',
    message: 'HOLDFAST_CONFIG names {path}, and that file cannot be read: {reason}.',
    fix: 'Put the file there, or correct the path.',
  },
  'app.settings.file_malformed': {
    kind: 'invalid',
    message: 'The configuration file {path} cannot be used: {problem}',
    fix: 'Write settings by name in YAML or JSON, as docs/reference/config.md has them.',
  },
  'app.environment.tls_off': {
    kind: 'invalid',
    message: 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the checking of certificates off.',
    fix: 'Remove the variable. A private certificate authority is trusted with the setting HOLDFAST_CA_FILE.',
  },
  'app.file.unreadable': {
    kind: 'invalid',
    message: 'The file {path} cannot be read: {reason}.',
    fix: 'See that it is there and that Holdfast may read it.',
  },
  'app.folder.unwritable': {
    kind: 'invalid',
    message: 'The data folder {path} cannot be written: {reason}.',
    fix: 'Let the user who runs Holdfast write there, or choose another folder with HOLDFAST_DATA.',
  },
  'app.document.malformed': {
    kind: 'invalid',
    message: '{source} is not a document Holdfast can read: {problem}',
    fix: 'Write JSON, or YAML 1.2 without custom tags.',
  },
  'app.document.exhausting': {
    kind: 'invalid',
    message: 'Reading the API document takes more than {limit}, so it was stopped.',
    fix: 'Cut the document down to the operations that are needed. Documents of vendors take a fraction of that.',
  },
  'app.key.missing': {
    kind: 'invalid',
    message: 'There is no master key: neither HOLDFAST_KEY nor the file {path}.',
    fix: 'Against a database of your own no key is invented. Make one with `openssl rand -base64 32`, keep a copy, and give it in the file or in HOLDFAST_KEY.',
  },
  'app.key.lost': {
    kind: 'invalid',
    message: 'The database holds sealed credentials, and the master key file {path} is gone.',
    fix: 'Put the key file back from your copy. Without it the stored credentials cannot be opened.',
  },
  'app.key.exposed': {
    kind: 'invalid',
    message: 'The master key file {path} is open to other users of this machine (mode {mode}).',
    fix: 'Let it belong to the user who runs Holdfast and close it with `chmod 600 {path}`. Where the file system keeps no modes, give the key in HOLDFAST_KEY.',
  },
  'app.key.unwritable': {
    kind: 'invalid',
    message: 'The master key file {path} cannot be changed: {reason}.',
    fix: 'Run the command as a user who may write there. Where the file comes from a secret store, put the keys there: the new one in the first line, those of before in further lines.',
  },
  'app.key.not_in_file': {
    kind: 'conflict',
    message: 'The master key stands in HOLDFAST_KEY, where no command can change it.',
    fix: 'Make one with `openssl rand -base64 32`. First give it to every process in HOLDFAST_OLD_KEYS, then swap the two, then run `holdfast key rotate`; docs/operate/keys.md has the steps.',
  },
  'app.key.nothing_sealed': {
    kind: 'conflict',
    message: 'The database holds nothing that this version has sealed, so there are no keys to look after.',
    fix: 'Start Holdfast once with this version.',
  },
  'app.key.unknown': {
    kind: 'missing',
    message: 'There is no key {kekId} here.',
    fix: 'Look at `holdfast key status`.',
  },
  'app.key.present': {
    kind: 'conflict',
    message: 'The key {kekId} is the present one, so it stays.',
    fix: 'Put another key before it first: `holdfast key rotate --new`.',
  },
  'app.key.not_ours': {
    kind: 'conflict',
    message: 'The key {kekId} lies in {place}, where Holdfast changes nothing.',
    fix: 'Make and remove keys there. Nothing of Holdfast needs a key that `holdfast key status` shows as removable.',
  },
  'app.key.provider_incomplete': {
    kind: 'invalid',
    message: 'HOLDFAST_KEY_PROVIDER is {provider}, and {setting} is missing.',
    fix: 'Give what docs/operate/keys.md names for it, or use the key file with HOLDFAST_KEY_PROVIDER=local.',
  },
  'app.port.taken': {
    kind: 'conflict',
    message: 'Port {port} of {host} is in use by another process.',
    fix: 'Stop the other process, or choose another port with {setting}.',
  },
  'app.command.unknown': {
    kind: 'invalid',
    message: 'There is no command "{name}".{hint}',
    fix: 'Look at `holdfast help`.',
  },
  'app.command.usage': {
    kind: 'invalid',
    message: '{problem}',
    fix: 'Usage: {usage}',
  },
  'app.server.not_found': {
    kind: 'unavailable',
    message: 'Holdfast answers neither at {noted}, where it was started last ({file}), nor at {url}.',
    fix: 'Start it with `npm start` or `holdfast start`, or set HOLDFAST_URL to where it runs.',
  },
  'app.token.missing': {
    kind: 'denied',
    message: 'There is no API token: neither HOLDFAST_TOKEN nor the file {path}.',
    fix: 'Set HOLDFAST_TOKEN to the token that was printed at the first start, or HOLDFAST_DATA to the data folder that holds `cli.token`.',
  },
  'app.sample.vendor_unknown': {
    kind: 'missing',
    message: 'There is no stand-in vendor "{vendor}".',
    fix: 'The stand-ins are `crm` and `invoicing`.',
  },
  'app.sample.action_unknown': {
    kind: 'missing',
    message: 'The stand-ins have no action "{action}".',
    fix: 'The actions are `close-deal` and `submit-lead`.',
  },
  'app.sample.refused': {
    kind: 'invalid',
    message: 'The stand-in vendor refused with status {status}: {reason}',
    fix: 'Mend what it names; its own page, at its address, lists every switch with its settings.',
  },
  'app.member.not_found': {
    kind: 'missing',
    message: 'Nobody with the address {email} belongs to the workspace.',
    fix: 'Look for a misprint; the web app lists the members.',
  },
} as const satisfies ErrorTable;

/** Makes an error of this room. */
export const fail = errorsOf(APP_ERRORS);

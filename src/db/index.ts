export { column } from './column.ts';
export { Database } from './database.ts';
export { EmbeddedServer } from './embedded-server.ts';
export { DB_ERRORS } from './errors.ts';
export { GroupCommit } from './group-commit.ts';
export type { GroupStatement } from './group-statement.ts';
export { migrate, readSchemaVersion } from './migrate.ts';
export { compareSchema } from './schema-description.ts';
export type { Tx } from './tx.ts';

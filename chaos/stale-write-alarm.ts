/**
 * An alarm in the database of a chaos run: whenever a worker stores an attempt under a lease that is no longer the run's,
 * it is noted. With the fence in place nothing ever is; the product knows nothing of it.
 */
import type { Database } from '../src/db/database.ts';

/** Lets the database itself watch, because it alone sees the lease and the write at the same moment. */
export async function installStaleWriteAlarm(database: Database): Promise<void> {
  await database.query(`
create table chaos_stale_write (run_id uuid not null, written_epoch bigint not null, run_epoch bigint not null);
create function chaos_note_stale_write() returns trigger language plpgsql as $$
begin
  insert into chaos_stale_write
  select new.run_id, new.lease_epoch, run.lease_epoch from run
  where run.workspace_id = new.workspace_id and run.id = new.run_id and run.lease_epoch > new.lease_epoch;
  return null;
end $$;
create trigger chaos_stale_write after insert on attempt
  for each row when (new.lease_epoch > 0) execute function chaos_note_stale_write();`);
}

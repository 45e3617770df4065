/** What a statement runs on: a transaction inside `inTx` and the group commit, or the `Database` itself. */
export interface Tx {
  /**
   * Runs one statement and gives its rows. With `params` (also `[]`) it is prepared once per connection; without, it
   * goes over the simple protocol, which takes several statements in one text (migrations).
   */
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** Where a stand-in keeps its lines. The application gives a file; a test gives nothing and keeps them in memory. */
export interface JournalPort {
  /** All lines that were appended, oldest first. */
  read(): Promise<readonly string[]>;
  /** Resolves when the line will survive a restart. */
  append(line: string): Promise<void>;
}

/** A journal that is gone with the process. */
export function memoryJournal(lines: string[] = []): JournalPort {
  return {
    read: async () => [...lines],
    append: async (line) => {
      lines.push(line);
    },
  };
}

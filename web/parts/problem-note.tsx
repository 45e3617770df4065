/** What went wrong and how to mend it, from any error. */
import { Alert, Button, Group, List, Text } from '@mantine/core';
import { AppError } from '../../src/foundation/index.ts';
import { fixWords, shellWords } from '../words/shell.ts';

interface ProblemNoteProps {
  readonly error: unknown;
  /** Offered as a button when trying again may help. */
  readonly onRetry?: () => void;
}

/** A problem as a note: the sentence, the fix, and where in a document. It is announced to screen readers. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const { message, fix, problems } = explain(error);
  return (
    <Alert color="red" variant="light" role="alert" title={message}>
      <Text size="sm" className="hf-text">
        {fix}
      </Text>
      {problems.length > 0 && (
        <List size="sm" mt="xs">
          {problems.map((problem) => (
            <List.Item key={`${problem.pointer} ${problem.message}`}>
              <span className="hf-text">{problem.message}</span>
            </List.Item>
          ))}
        </List>
      )}
      {onRetry !== undefined && !isMissing(error) && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            {shellWords.retry}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** Asking for it again does not make it be there. */
function isMissing(error: unknown): boolean {
  return error instanceof AppError && error.kind === 'missing';
}

/** The server's words are for every reader, those at a command line included; some are said here for a page. */
function fixOf({ code, fix }: AppError): string {
  return fixWords[code] ?? fix;
}

/** The sentence and the fix of an error; a defect of ours has neither, and says so. */
export function explain(error: unknown): Pick<AppError, 'message' | 'fix' | 'problems'> {
  // The message of the error itself begins with its code, which is for logs.
  if (error instanceof AppError) return { message: error.publicMessage, fix: fixOf(error), problems: error.problems };
  return { message: shellWords.broke, fix: shellWords.brokeFix, problems: [] };
}

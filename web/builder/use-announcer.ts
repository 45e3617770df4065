/** One line that screen readers read out when it changes. */
import { useCallback, useState } from 'react';

/** The line, and the function that says something new; the same words twice are said twice. */
export function useAnnouncer(): [said: string, announce: (text: string) => void] {
  const [said, setSaid] = useState('');
  const announce = useCallback((text: string) => {
    setSaid((before) => (before === text ? `${text}\u00a0` : text));
  }, []);
  return [said, announce];
}

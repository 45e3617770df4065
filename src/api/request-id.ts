import { randomBytes } from 'node:crypto';

/** Makes ids of requests: unique in time by a random part of their maker, cheap because they are counted. */
export function requestIds(): () => string {
  const start = randomBytes(6).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
}

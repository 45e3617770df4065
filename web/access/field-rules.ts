/** What fields about people must hold before the server is asked; the server checks again. */
import { accessWords } from '../words/access.ts';

const MIN_PASSWORD_CHARACTERS = 12;

export const isEmail = (text: string): string | null =>
  /^[^\s@]+@[^\s@]+$/.test(text.trim()) ? null : accessWords.emailWrong;

export const isNewPassword = (text: string): string | null =>
  text.length >= MIN_PASSWORD_CHARACTERS ? null : accessWords.passwordShort;

/** A rule for a field that must not be blank. */
export function isGiven(sentence: string): (text: string) => string | null {
  return (text) => (text.trim() === '' ? sentence : null);
}

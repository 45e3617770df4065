/** The workspace that this browser looks at; the server checks on every call that the person belongs to it. */
const KEY = 'holdfast-workspace';

/** Id of the chosen workspace; undefined leaves the choice to the server. */
export function chosenWorkspace(): string | undefined {
  return localStorage.getItem(KEY) ?? undefined;
}

/** Chooses a workspace for all tabs, or none. */
export function chooseWorkspace(id: string | undefined): void {
  if (id === undefined) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, id);
}

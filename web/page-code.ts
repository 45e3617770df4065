/** The code of the pages, which is loaded when somebody goes to one. */
import { lazyRouteComponent } from '@tanstack/react-router';

const AGAIN_MS = 2_000;

/**
 * A page as a component that loads itself. A server that is away for a moment is waited for, and the page before stays
 * in view; code that the server no longer has makes the browser load the app anew.
 */
export function pageFrom<T extends Record<string, unknown>, Name extends keyof T>(
  load: () => Promise<T>,
  name: Name,
): ReturnType<typeof lazyRouteComponent<T, Name>> {
  return lazyRouteComponent(() => loadPatiently(load), name);
}

async function loadPatiently<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      // The server may have come back between the two questions; what fails with it there is not there any more.
      if (await isServerThere()) return load();
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** Any answer will do. */
function isServerThere(): Promise<boolean> {
  return fetch('/api/v1/set-up', { method: 'HEAD' }).then(
    () => true,
    () => false,
  );
}

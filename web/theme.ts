/** How the app looks: Mantine's own calm defaults, one accent, and sizes for work. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { shellWords } from './words/shell.ts';

const HARBOUR: MantineColorsTuple = [
  '#eaf4fb',
  '#d5e6f2',
  '#a9cce5',
  '#7ab1d8',
  '#549acd',
  '#3c8bc6',
  '#2d7fbd',
  '#1f6ba3',
  '#1f5f8b',
  '#0f4a70',
];

export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 8 },
  colors: { harbour: HARBOUR },
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } },
  },
  components: {
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': shellWords.close } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': shellWords.close } } },
  },
});

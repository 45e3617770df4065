/** How the web app is built; `scripts/build-web.ts` runs it. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// biome-ignore lint/style/noDefaultExport: Vite reads the default export of its configuration.
export default defineConfig({
  root: 'web',
  base: '/',
  plugins: [react()],
  // The server puts a fresh nonce in this place of every page it answers.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: 'manifest.json',
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    target: 'baseline-widely-available',
    // The first browsers with `light-dark()`: lowered for older ones it would follow the system and not the chosen theme.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
  },
  server: { port: 5173, fs: { allow: ['..'] }, proxy: { '/api': 'http://localhost:3000' } },
});

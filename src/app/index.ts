export { type Config, readConfig } from './config.ts';
export { errorCatalog } from './error-catalog.ts';
export { openInstallation } from './installation.ts';
export { renderReferencePages } from './reference-pages.ts';
export { type Role, type Wired, wire } from './wire.ts';

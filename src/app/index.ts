export { type Config, readConfig } from './config.ts';
export { openInstallation } from './installation.ts';
export { type Role, type Wired, wire } from './wire.ts';

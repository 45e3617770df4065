export { type MasterKey, makeMasterKeyText, parseMasterKey, type SealPlace, Vault } from './vault.ts';

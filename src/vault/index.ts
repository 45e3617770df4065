export { VAULT_ERRORS } from './errors.ts';
export { type MasterKey, makeMasterKeyText, parseMasterKey, type SealPlace, Vault } from './vault.ts';

export { createSecretBox, isSealed, type SecretBox } from './secret-box.ts';
export { keyFile, lazySecretBox, openSecretBox, parseKeys, type KeyPlace } from './master-keys.ts';

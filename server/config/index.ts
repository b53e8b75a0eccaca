export { isHostAllowed, publicUrlOf, storeAddressOf } from './address.ts';
export type { Environment } from './environment.ts';
export { loadConfig, settings, type ConfigSources, type LoadedConfig } from './load.ts';
export { serviceConfig, type ServiceConfig } from './schema.ts';
export { setting, settingsOf, type Setting, type SettingInfo } from './setting.ts';
export { secretValues, showConfig } from './show.ts';

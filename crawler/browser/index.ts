export { findBrowser } from './find.ts';
export { browserFlags, windowSize, type FlagOptions } from './flags.ts';
export { launchBrowser, type LaunchedBrowser, type LaunchOptions } from './launch.ts';

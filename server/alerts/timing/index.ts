export { digestEnd, type Digest } from './digest.ts';
export { isQuiet, quietEnd, type QuietHours } from './quiet-hours.ts';
export { sendTime, type SendTime } from './send-time.ts';
export { isTimeZone } from './zoned.ts';

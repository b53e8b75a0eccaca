export * from './channels.ts';
export * from './rules.ts';
export { asksFor, newWebhookId, recordAlerts, type RecordedChange } from './record.ts';
export * from './alerts.ts';
export * from './deliveries.ts';
export * from './outbox.ts';
export * from './past.ts';

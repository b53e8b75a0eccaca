/** Alerts: rules that fire on changes, channels that tell people, deliveries that arrive. */
export { startDeliveries, type Deliveries, type DeliveryOptions } from './deliver/index.ts';
export type { AlertContext } from './context.ts';

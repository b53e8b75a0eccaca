export { attemptDelivery } from './attempt.ts';
export { startDeliveries, type Deliveries, type DeliveryOptions } from './loop.ts';
export { pauseAfter, pauses } from './pauses.ts';
export { testChannel } from './test-channel.ts';

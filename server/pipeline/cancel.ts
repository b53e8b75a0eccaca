/** Abort a run's signal with this to cancel the crawl; any other reason only ends this process's part in it. */
export const cancelReason = 'cancelled';

export { observeVisit, type Observed } from './observe.ts';
export { planPages, type PlannedPage } from './plan.ts';
export { spanDelta, type SpanDelta } from './spans.ts';
export { storeCapture, type CaptureToStore } from './store-capture.ts';
export { refreshScripts } from './summaries.ts';

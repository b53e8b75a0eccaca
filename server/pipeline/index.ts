export { analyseVersions, type VersionToAnalyse } from './analyse.ts';
export { createAnalyzers, modelFile } from './analyzers.ts';
export { cancelReason } from './cancel.ts';
export { approvalOf, compareCrawl } from './compare.ts';
export type { AnalyzerSource, PipelineContext, PipelineProgress, RunOptions } from './context.ts';
export { metricNames } from './measures.ts';
export { isOver, runCrawl } from './run-crawl.ts';
export { crawlFailed, crawlMissed, detectorUpgrade } from './site-changes.ts';
export { tellUpgrade } from './tell-upgrade.ts';

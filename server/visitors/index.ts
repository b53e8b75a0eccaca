export { tidyVisitorReports, visitorAges } from './chore.ts';
export { judgeHosts, visitorHostKey } from './hosts.ts';
export { visitorReports } from './http.ts';
export { VisitorIntake, type IntakeCounts, type IntakeParts } from './intake.ts';
export { visitorLimits, type VisitorLimits } from './limits.ts';
export { parseReports, type ParsedReports } from './parse.ts';
export { siftReport, type Sifted } from './sift.ts';

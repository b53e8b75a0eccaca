export { visitorHostStates, type VisitorHostState } from '../tables/visitors.ts';
export * from './counts.ts';
export * from './host-uses.ts';
export * from './hosts.ts';
export * from './keys.ts';
export * from './reports.ts';
export { writeVisitorReports, type ReportsToWrite, type WrittenReports } from './write.ts';
export { ageVisitorReports, type VisitorAges } from './age.ts';

/**
 * The part of SARIF 2.1.0 that reports use. Names and meanings:
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export interface SarifLog {
  $schema: string;
  version: '2.1.0';
  runs: SarifRun[];
}

export interface SarifRun {
  tool: { driver: SarifDriver };
  columnKind: 'utf16CodeUnits';
  invocations: SarifInvocation[];
  artifacts: SarifArtifact[];
  results: SarifResult[];
  properties: Record<string, unknown>;
}

export interface SarifDriver {
  name: string;
  version: string;
  semanticVersion: string;
  rules: SarifRule[];
}

export type SarifLevel = 'none' | 'note' | 'warning' | 'error';

export interface SarifRule {
  id: string;
  name: string;
  shortDescription: SarifMessage;
  fullDescription: SarifMessage;
  help: SarifMessage;
  defaultConfiguration: { level: SarifLevel };
  properties: { tags: string[]; 'security-severity': string };
}

export interface SarifMessage {
  text: string;
}

export interface SarifInvocation {
  executionSuccessful: boolean;
  endTimeUtc: string;
  toolExecutionNotifications: SarifNotification[];
}

export interface SarifNotification {
  level: SarifLevel;
  message: SarifMessage;
  descriptor: { id: string };
  locations?: SarifLocation[];
}

export interface SarifArtifact {
  location: SarifArtifactLocation;
  length: number;
  roles: ['analysisTarget'];
  mimeType?: string;
  hashes: { 'sha-256': string };
}

export interface SarifArtifactLocation {
  uri: string;
  uriBaseId?: '%SRCROOT%';
  index?: number;
}

export interface SarifRegion {
  startLine: number;
  startColumn: number;
  snippet?: { text: string };
}

export interface SarifLocation {
  id?: number;
  message?: SarifMessage;
  physicalLocation?: { artifactLocation: SarifArtifactLocation; region?: SarifRegion };
}

export interface SarifCodeFlow {
  threadFlows: { locations: { location: SarifLocation }[] }[];
}

export interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  kind: 'fail';
  level: SarifLevel;
  message: SarifMessage;
  locations: SarifLocation[];
  relatedLocations?: SarifLocation[];
  partialFingerprints: Record<string, string>;
  codeFlows?: SarifCodeFlow[];
  rank: number;
  properties: Record<string, unknown>;
}

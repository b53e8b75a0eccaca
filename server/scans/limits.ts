/** What a scan may cost. */
export interface ScanLimits {
  /** Of one upload, all files together, and of what a URL answers; in bytes. */
  uploadBytes: number;
  /** Files of one upload, those in its archives included. */
  uploadFiles: number;
  /** What the archives of one upload may unpack to, in bytes. */
  unpackedBytes: number;
  /** Networks besides the public ones that addresses may lead into, as CIDR. */
  allowNetworks: readonly string[];
}

const mebibyte = 2 ** 20;

/** As the settings of the service have them when nobody says otherwise. */
export const defaultScanLimits: ScanLimits = {
  uploadBytes: 64 * mebibyte,
  uploadFiles: 1000,
  unpackedBytes: 256 * mebibyte,
  allowNetworks: [],
};

/** The limits that the settings of the service name. */
export function scanLimitsOf(config: {
  allowNetworks: readonly string[];
  limits: Pick<ScanLimits, 'uploadBytes' | 'uploadFiles' | 'unpackedBytes'>;
}): ScanLimits {
  const { uploadBytes, uploadFiles, unpackedBytes } = config.limits;
  return { uploadBytes, uploadFiles, unpackedBytes, allowNetworks: config.allowNetworks };
}

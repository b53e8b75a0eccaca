import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Protocol } from 'devtools-protocol';

/** How the browser presents itself to sites. */
export interface Identity {
  userAgent: string;
  /** Client hints that go with it; undefined leaves the browser's own, which do not say headless. */
  metadata?: Protocol.Emulation.UserAgentMetadata;
}

/**
 * The user agent a visible browser of this version would send: the frozen form of Chrome's user-agent reduction,
 * without `HeadlessChrome`. Branded Chrome says headless in its client hints too; those are replaced.
 *
 * @returns undefined when the browser does not tell its version; it then presents itself as it likes
 */
export async function honestIdentity(executable: string): Promise<Identity | undefined> {
  let answer: string;
  try {
    ({ stdout: answer } = await promisify(execFile)(executable, ['--version'], { timeout: 10_000 }));
  } catch {
    return undefined;
  }
  return identityOf(answer);
}

/** @param version what `--version` prints, e.g. `Chromium 156.0.8078.79 built on Debian` */
export function identityOf(version: string, platform: string = process.platform): Identity | undefined {
  const [full, major] = /\b(\d+)\.\d+\.\d+\.\d+\b/.exec(version) ?? [];
  if (full === undefined || major === undefined) return undefined;
  const system = systems[platform] ?? systems.linux!;
  const userAgent = `Mozilla/5.0 (${system.token}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
  if (!version.includes('Google Chrome')) return { userAgent };
  const brands = (of: string) => [
    { brand: 'Not:A-Brand', version: of === major ? '8' : '8.0.0.0' },
    { brand: 'Chromium', version: of },
    { brand: 'Google Chrome', version: of },
  ];
  const metadata = {
    brands: brands(major),
    fullVersionList: brands(full),
    platform: system.name,
    platformVersion: '',
    architecture: 'x86',
    bitness: '64',
    model: '',
    mobile: false,
  };
  return { userAgent, metadata };
}

const systems: Record<string, { token: string; name: string }> = {
  linux: { token: 'X11; Linux x86_64', name: 'Linux' },
  darwin: { token: 'Macintosh; Intel Mac OS X 10_15_7', name: 'macOS' },
  win32: { token: 'Windows NT 10.0; Win64; x64', name: 'Windows' },
};

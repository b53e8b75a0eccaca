import { accountsHost } from '../egress/index.ts';

export interface FlagOptions {
  userDataDir: string;
  /** Port of the egress proxy on 127.0.0.1. */
  proxyPort: number;
  sandbox: 'full' | 'none';
  userAgent?: string;
  language?: string;
  /** SHA-256 (base64) of public keys whose certificates count as valid. */
  trustedKeys?: readonly string[];
}

/** The size of a common laptop screen: pages that look for a headless window of 800 x 600 find none. */
export const windowSize = { width: 1366, height: 768 };

/** Browser flags that every crawl uses; tools/bench starts its bare browser with them too. */
export function browserFlags(options: FlagOptions): string[] {
  const { userDataDir, proxyPort, sandbox, userAgent, language, trustedKeys = [] } = options;
  return [
    '--headless=new',
    `--user-data-dir=${userDataDir}`,
    `--window-size=${windowSize.width},${windowSize.height}`,
    // Everything goes through the egress proxy. Without the bypass rule Chrome would dial loopback, *.localhost
    // and 169.254.0.0/16 (cloud metadata) itself; QUIC and WebRTC would go around it over UDP.
    `--proxy-server=http://127.0.0.1:${proxyPort}`,
    '--proxy-bypass-list=<-loopback>',
    '--disable-quic',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    // navigator.webdriver would tell every page that this is no shopper.
    '--disable-blink-features=AutomationControlled',
    ...quietFlags,
    `--disable-features=${offFeatures.join(',')}`,
    ...(sandbox === 'none' ? ['--no-sandbox'] : []),
    ...(userAgent === undefined ? [] : [`--user-agent=${userAgent}`]),
    ...(language === undefined ? [] : [`--lang=${language}`, `--accept-lang=${language}`]),
    ...(trustedKeys.length > 0 ? [`--ignore-certificate-errors-spki-list=${trustedKeys.join(',')}`] : []),
  ];
}

/** No traffic, windows or throttling of the browser's own making. */
const quietFlags = [
  // A window that a shopper's browser would hold back still shows what the page wanted to open.
  '--disable-popup-blocking',
  // Accounts of the browser itself lead nowhere.
  `--gaia-url=https://${accountsHost}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--disable-search-engine-choice-screen',
  '--disable-prompt-on-repost',
  '--disable-auto-reload',
  '--disable-ipc-flooding-protection',
  '--disable-dev-shm-usage',
  '--password-store=basic',
  '--use-mock-keychain',
  '--metrics-recording-only',
  '--mute-audio',
  '--hide-scrollbars',
];

const offFeatures = [
  // A page kept alive in the background would run on into the next visit.
  'BackForwardCache',
  // Plain http stays plain http: the site is to be seen as it is linked.
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  // Speculative loads belong to no visit.
  'Prerender2',
  'MediaRouter',
  'OptimizationHints',
  'Translate',
  'AcceptCHFrame',
  'AutofillServerCommunication',
  'InterestFeedContentSuggestions',
  'CertificateTransparencyComponentUpdater',
];

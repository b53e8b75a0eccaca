import type { Session } from '../protocol/index.ts';

/**
 * Tells a tab's browser the password of the egress proxy: loads `url` once, answers the proxy's challenge, and
 * leaves. Chrome keeps proxy credentials for the whole profile, so workers, WebSockets and every later tab have
 * them too, while Chrome's own background services, which live outside the profile, stay locked out.
 */
export async function authorise(
  tab: Session,
  url: string,
  credentials: { username: string; password: string },
): Promise<void> {
  tab.on('Fetch.requestPaused', ({ requestId }) => {
    void tab.send('Fetch.continueRequest', { requestId }).catch(() => undefined);
  });
  let isAnswered = false;
  tab.on('Fetch.authRequired', ({ requestId, authChallenge }) => {
    const isOurs = authChallenge.source === 'Proxy' && !isAnswered;
    isAnswered ||= isOurs;
    const authChallengeResponse = isOurs
      ? ({ response: 'ProvideCredentials', ...credentials } as const)
      : ({ response: 'CancelAuth' } as const);
    void tab.send('Fetch.continueWithAuth', { requestId, authChallengeResponse }).catch(() => undefined);
  });
  await tab.send('Fetch.enable', { handleAuthRequests: true, patterns: [{ urlPattern: `${url}*` }] });
  await tab.send('Page.navigate', { url }, 10_000);
  await tab.send('Fetch.disable');
}

import type { ServiceContext } from '../api/context.ts';
import { publicUrlOf } from '../config/index.ts';
import type { OutboundRules, Resolve } from '../outbound/index.ts';

/** What telling alerts works with. */
export interface AlertContext extends Pick<ServiceContext, 'store' | 'config' | 'secrets' | 'now'> {
  /** Where links lead; from the settings unless said, which matters when the port was chosen by the system. */
  publicUrl?: string;
  /** Only for tests: stands in for the system's resolver. */
  resolve?: Resolve;
}

/** Where webhooks may go: https: to public addresses, and anything inside the networks of the settings. */
export function outboundRules({ config, resolve }: Pick<AlertContext, 'config' | 'resolve'>): OutboundRules {
  return { allowNetworks: config.allowNetworks, plainHttp: 'allowed-networks', ...(resolve && { resolve }) };
}

export function linkBase({ config, publicUrl }: AlertContext): string {
  return publicUrl ?? publicUrlOf(config, config.port);
}

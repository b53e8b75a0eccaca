export {
  isAddressAllowed,
  isAddressInside,
  isNetworkWithin,
  loopbackNetworks,
  parseNetworks,
  type Network,
} from './address.ts';
export { isLocalhostName, isSameSite, siteOf } from './host.ts';

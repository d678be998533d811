import type { Limits } from '../kit/abort.ts';
import type { Phone } from './phone.ts';

/**
 * Whether Android has found that the network its apps use reaches the internet, as `dumpsys connectivity` tells.
 * https://android.googlesource.com/platform/packages/modules/Connectivity/+/refs/heads/main/service/src/com/android/server/ConnectivityService.java
 * https://developer.android.com/reference/android/net/NetworkCapabilities#NET_CAPABILITY_VALIDATED
 * @returns null when it does not say.
 */
export async function readIsOnline(phone: Phone, limits: Limits): Promise<boolean | null> {
  const { stdout } = await phone.shell(['dumpsys', 'connectivity'], limits);
  const network = /^Active default network: (\w+)/m.exec(stdout)?.[1];
  if (network === undefined) return null;
  if (network === 'none' || network === 'null') return false;
  const agent = stdout
    .split('\n')
    .find((line) => line.includes('NetworkAgentInfo') && line.includes(`network{${network}}`));
  const capabilities = /\bCapabilities: ([\w&]+)/.exec(agent ?? '')?.[1];
  return capabilities === undefined ? null : capabilities.split('&').includes('VALIDATED');
}

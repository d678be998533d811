import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIsOnline } from '../../src/devices/network.ts';
import type { Phone } from '../../src/devices/phone.ts';
import { onRack } from './rack.ts';
import { limits } from './support.ts';

const agent = (id: number, transport: string, capabilities: string): string =>
  `  NetworkAgentInfo{network{${id}}  handle{${id}}  ni{${transport} CONNECTED extra: } Score(Policies : IS_VALIDATED)  ` +
  `lp{{InterfaceName: wlan0}}  nc{[ Transports: ${transport} Capabilities: ${capabilities} LinkUpBandwidth>=40000Kbps]}}`;
const WIFI = 'NOT_METERED&INTERNET&NOT_RESTRICTED&TRUSTED&NOT_VPN';
const request = '    NetworkRequest [ REQUEST id=3, [ Capabilities: INTERNET&VALIDATED ] ]';

const dumps: Readonly<Record<string, readonly [dump: readonly string[], isOnline: boolean | null]>> = {
  'Wi-Fi that works': [['Active default network: 100', agent(100, 'WIFI', `${WIFI}&VALIDATED&NOT_ROAMING`)], true],
  'Wi-Fi without the internet': [['Active default network: 100', agent(100, 'WIFI', WIFI), request], false],
  'Wi-Fi without the internet before a card that works': [
    ['Active default network: 100', agent(101, 'CELLULAR', 'INTERNET&VALIDATED'), agent(100, 'WIFI', WIFI)],
    false,
  ],
  'a network that is told first': [[agent(7, 'VPN|WIFI', 'INTERNET&VALIDATED'), 'Active default network: 7'], true],
  'as Android 9 writes it': [
    [
      'Active default network: 101',
      '  NetworkAgentInfo{ ni{[type: WIFI[], state: CONNECTED/CONNECTED]}  network{101}  nethandle{1}  lp{{}}  ' +
        'nc{[ Transports: WIFI Capabilities: INTERNET&VALIDATED&FOREGROUND]}  Score{60}  everValidated{true}}',
    ],
    true,
  ],
  'no network': [['Active default network: none', '', 'Current Networks:'], false],
  'nothing that is known': [['Permission Denial'], null],
  'a network of which nothing is told': [['Active default network: 100', 'Current Networks:'], null],
};

for (const [what, [dump, isOnline]] of Object.entries(dumps))
  test(`whether a phone reaches the internet: ${what}`, async () => {
    const phone = { shell: async () => ({ stdout: dump.join('\n'), stderr: '', exitCode: 0 }) } as unknown as Phone;
    assert.equal(await readIsOnline(phone, limits()), isOnline);
  });

test('a phone of the rack loses the internet and has it again', async (t) => {
  const { phone, rackPhone } = await onRack(t);
  assert.equal(await phone.isOnline(limits()), true);
  rackPhone.faults.order({ kind: 'no_network' });
  assert.equal(await phone.isOnline(limits()), false);
  rackPhone.faults.clear();
  assert.equal(await phone.isOnline(limits()), true);
});

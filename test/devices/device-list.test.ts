import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDeviceList } from '../../src/devices/device-list.ts';

test('reads what an ADB server lists', () => {
  const devices = parseDeviceList(
    [
      'R58N123ABCD            device usb:1-4 product:a53xnaxx model:SM_A536B device:a53x transport_id:3',
      '192.168.1.5:5555       device product:x model:Pixel_7 device:panther transport_id:12',
      'emulator-5554          offline transport_id:4',
      'HT7A1                  no permissions (missing udev rules? user is in the plugdev group); see [http://developer.android.com/tools/device.html] usb:3-1.2 transport_id:5',
      'HT7A2                  rescue 1-4 transport_id:6',
      '(no serial number)     device usb:1-5 transport_id:8',
      'NOID                   device product:x',
      '',
    ].join('\n'),
  );
  assert.deepEqual(
    [...devices.values()].map(({ serial, state, transportId }) => `${serial} ${state} ${transportId}`),
    [
      'R58N123ABCD device 3',
      '192.168.1.5:5555 device 12',
      'emulator-5554 offline 4',
      'HT7A1 no permissions 5',
      'HT7A2 other 6',
      '(no serial number) device 8',
      'NOID device null',
    ],
  );
  assert.equal(devices.get('R58N123ABCD')?.model, 'SM_A536B');
  assert.equal(devices.get('HT7A2')?.stateText, 'rescue');
  assert.match(devices.get('HT7A1')?.stateText ?? '', /plugdev group\); see \[http:.*\]$/);
});

test('of two lines with one serial the usable one is kept', () => {
  for (const order of [
    ['A device transport_id:1', 'A offline transport_id:2'],
    ['A offline transport_id:2', 'A device transport_id:1'],
  ]) {
    assert.equal(parseDeviceList(order.join('\n')).get('A')?.transportId, 1n);
  }
});

test('what is no list gives no devices', () => {
  assert.equal(parseDeviceList('').size, 0);
  assert.equal(parseDeviceList('\n\nlonely\n').size, 0);
});

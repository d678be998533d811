import { afterEach } from 'node:test';
import type { FaultOrder } from '../../../src/simulator/ports.ts';
import { createTestPhone, type TestPhone, type TestPhoneOptions } from './test-phone.ts';
import { startClient, type Uia2Client } from './uia2-client.ts';

interface PhoneOptions extends TestPhoneOptions {
  readonly orders?: readonly FaultOrder[];
}

export type OpenPhone = (options?: PhoneOptions) => Promise<{ readonly phone: TestPhone; readonly client: Uia2Client }>;

/** For a suite: opens phones with a hand on each; after every test those that it opened are switched off. */
export function openPhones(): OpenPhone {
  const phones: TestPhone[] = [];
  afterEach(() => {
    for (const phone of phones.splice(0)) phone.front.powerOff();
  });
  return async ({ orders = [], ...options } = {}) => {
    const phone = createTestPhone(options);
    phones.push(phone);
    phone.orders.push(...orders);
    const { client } = await startClient(phone.front);
    return { phone, client };
  };
}

/**
 * The queue of a phone. pg-boss allows letters, digits, `_`, `-`, `.` and `/` in a name; a serial may hold anything
 * (`192.168.1.5:5555`, spaces). Every other byte becomes `_` and two hexadecimal digits, so no two serials share a name.
 */
export function queueName(serial: string): string {
  const encoded = serial.replace(/[^A-Za-z0-9.-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return `device.${encoded}`;
}

/** Shell protocol version 2: streams and exit code in packets of one byte, a length and the data (facts 1.6). */

export const PACKET = { stdin: 0, stdout: 1, stderr: 2, exit: 3, closeStdin: 4, windowSize: 5 } as const;

export const PACKET_HEAD_BYTES = 5;

export function packet(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(PACKET_HEAD_BYTES);
  head.writeUInt8(id, 0);
  head.writeUInt32LE(data.length, 1);
  return Buffer.concat([head, data]);
}

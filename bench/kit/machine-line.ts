import { arch, availableParallelism, cpus, totalmem, type } from 'node:os';

/** The day and what kind of machine this is, to stand beside the figures. */
export function machineLine(): string {
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model ?? 'an unknown processor';
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${type()} ${arch()}, ${availableParallelism()} × ${model}, ${memoryGib} GiB, Node ${process.version}`;
}

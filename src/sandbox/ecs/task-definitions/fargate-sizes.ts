/** Memory that Fargate offers for a number of CPU units, in MiB (section 2.14.1 of the specification). */
const memoryFor = new Map<number, readonly number[]>([
  [256, [512, 1024, 2048]],
  [512, gigabytes(1, 4, 1)],
  [1024, gigabytes(2, 8, 1)],
  [2048, gigabytes(4, 16, 1)],
  [4096, gigabytes(8, 30, 1)],
  [8192, gigabytes(16, 60, 4)],
  [16384, gigabytes(32, 120, 8)],
]);

function gigabytes(from: number, to: number, step: number): number[] {
  const sizes: number[] = [];
  for (let size = from; size <= to; size += step) sizes.push(size * 1024);
  return sizes;
}

export function isFargateSize(cpu: number, memory: number): boolean {
  return memoryFor.get(cpu)?.includes(memory) ?? false;
}

/** `1 vCPU`, `.5 vcpu`, `2 GB` or a plain number, as CPU units or MiB; undefined where it is none of them. */
export function parseSize(text: string, unit: 'vcpu' | 'gb'): number | undefined {
  const match = /^\s*(\d+|\d*\.\d+)\s*([a-z]*)\s*$/i.exec(text);
  if (match === null) return undefined;
  const [, amount, suffix] = match;
  if (suffix === '') return Number.isInteger(Number(amount)) ? Number(amount) : undefined;
  return suffix?.toLowerCase() === unit ? Math.round(Number(amount) * 1024) : undefined;
}

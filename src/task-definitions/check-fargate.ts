import type { TaskDefinition } from '../model/task-definition.ts';
import type { CheckFinding } from './check-finding.ts';
import { parseTaskSize } from './task-size.ts';

const gigabyte = 1024;

/** Memory that Fargate has for each amount of CPU, in MiB. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const sizes: Readonly<Record<string, readonly number[]>> = {
  256: [512, gigabyte, 2 * gigabyte],
  512: steps(1, 4, 1),
  1024: steps(2, 8, 1),
  2048: steps(4, 16, 1),
  4096: steps(8, 30, 1),
  8192: steps(16, 60, 4),
  16384: steps(32, 120, 8),
};

/** What Fargate demands, where the task definition asks for Fargate. */
export function checkFargate(definition: TaskDefinition): CheckFinding[] {
  const { requiresCompatibilities, networkMode } = definition;
  if (!Array.isArray(requiresCompatibilities) || !requiresCompatibilities.includes('FARGATE')) return [];
  const findings = checkSize(definition);
  if (networkMode === 'awsvpc') return findings;
  const mode = networkMode === undefined ? 'missing' : JSON.stringify(networkMode);
  return [
    ...findings,
    {
      path: 'networkMode',
      message: `networkMode is ${mode}, and Fargate only has awsvpc`,
      fix: 'Set "networkMode": "awsvpc".',
    },
  ];
}

function checkSize({ cpu, memory }: TaskDefinition): CheckFinding[] {
  const missing = Object.entries({ cpu, memory }).filter(([, value]) => value === undefined || value === '');
  if (missing.length > 0) {
    return missing.map(([path]) => ({
      path,
      message: `Fargate needs ${path} at the level of the task, and it is missing`,
      fix: path === 'cpu' ? 'Set "cpu": "256", for example.' : 'Set "memory": "512", for example.',
    }));
  }
  if (typeof cpu !== 'string' || typeof memory !== 'string') return [];
  const known = sizes[parseTaskSize(cpu, 'cpu') ?? ''];
  if (known === undefined) {
    const fix = `Fargate has ${Object.keys(sizes).join(', ')}.`;
    return [{ path: 'cpu', message: `Fargate has no size of cpu ${JSON.stringify(cpu)}`, fix }];
  }
  if (known.includes(Number(parseTaskSize(memory, 'memory')))) return [];
  return [
    {
      path: 'memory',
      message: `Fargate has no size of cpu ${JSON.stringify(cpu)} with memory ${JSON.stringify(memory)}`,
      fix: `For cpu ${cpu} the memory can be ${known.join(', ')}.`,
    },
  ];
}

function steps(from: number, to: number, step: number): number[] {
  const count = (to - from) / step + 1;
  return Array.from({ length: Math.floor(count) }, (_, index) => (from + index * step) * gigabyte);
}

import type { ContainerDefinition } from '../../model/task-definition.ts';

/** The container ports that a container opens; of a range, all of it. Pure. */
export function mappedPorts({ portMappings }: ContainerDefinition): number[] {
  if (!Array.isArray(portMappings)) return [];
  return (portMappings as { readonly containerPort?: unknown; readonly containerPortRange?: unknown }[])
    .flatMap(({ containerPort, containerPortRange }) => [
      ...(typeof containerPort === 'number' ? [containerPort] : []),
      ...(typeof containerPortRange === 'string' ? portsOf(containerPortRange) : []),
    ])
    .sort((a, b) => a - b);
}

/** `8000-8010` */
function portsOf(range: string): number[] {
  const [from = Number.NaN, to = from] = range.split('-').map(Number);
  // AWS takes up to a hundred ports in a range.
  const count = Math.min(100, to - from + 1);
  return Number.isInteger(count) ? Array.from({ length: count }, (_, index) => from + index) : [];
}

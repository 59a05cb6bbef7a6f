import type { TaskDefinition } from '../model/task-definition.ts';
import { parseTaskSize } from './task-size.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * The canonical form of a task definition: what AWS fills in when it is left out is filled in or left out everywhere, so
 * that two definitions that mean the same are the same. Tags stand beside a definition and do not count.
 */
export function normalizeTaskDefinition(definition: TaskDefinition): Members {
  const { containerDefinitions, volumes, requiresCompatibilities, ...rest } = definition;
  const isShared = rest['networkMode'] === 'awsvpc' || rest['networkMode'] === 'host';
  return asMap(
    pruned({
      ...rest,
      tags: undefined,
      cpu: size(rest['cpu'], 'cpu'),
      memory: size(rest['memory'], 'memory'),
      requiresCompatibilities: listOf(requiresCompatibilities).map(String).sort(),
      volumes: listOf(volumes).map(normalizeVolume),
      containerDefinitions: listOf(containerDefinitions).map((one) =>
        normalizeContainer(asMap(one), isShared),
      ),
    }),
  );
}

function normalizeContainer(container: Members, isShared: boolean): Members {
  const { portMappings, healthCheck, environment, secrets } = container;
  return {
    ...container,
    cpu: container['cpu'] ?? 0,
    essential: container['essential'] ?? true,
    portMappings: listOf(portMappings).map((one) => normalizePort(asMap(one), isShared)),
    mountPoints: listOf(container['mountPoints']).map(withoutReadWrite),
    volumesFrom: listOf(container['volumesFrom']).map(withoutReadWrite),
    // AWS may give them back in another order.
    environment: byName(environment),
    secrets: byName(secrets),
    healthCheck: isMap(healthCheck)
      ? { interval: 30, timeout: 5, retries: 3, ...defined(healthCheck) }
      : undefined,
  };
}

function normalizePort(mapping: Members, isShared: boolean): Members {
  const { containerPort, containerPortRange } = mapping;
  const protocol = mapping['protocol'] ?? 'tcp';
  if (containerPortRange !== undefined) return { ...mapping, protocol };
  const hostPort = mapping['hostPort'] ?? 0;
  // Where the task has the network of its host or its own, AWS takes 0 for the same port.
  return { ...mapping, protocol, hostPort: isShared && hostPort === 0 ? containerPort : hostPort };
}

/** ECS mounts the root of a file system when nothing else is said, and gives that back. */
function normalizeVolume(volume: unknown): unknown {
  const efs = asMap(volume)['efsVolumeConfiguration'];
  if (!isMap(efs) || efs['rootDirectory'] !== '/') return volume;
  return { ...asMap(volume), efsVolumeConfiguration: { ...efs, rootDirectory: undefined } };
}

function withoutReadWrite(mount: unknown): unknown {
  return isMap(mount) && mount['readOnly'] === false ? { ...mount, readOnly: undefined } : mount;
}

function byName(list: unknown): unknown[] {
  const nameOf = (item: unknown): string => JSON.stringify(asMap(item)['name'] ?? null);
  return listOf(list)
    .map((item) => ({ item, name: nameOf(item) }))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
    .map(({ item }) => item);
}

function size(value: unknown, kind: 'cpu' | 'memory'): unknown {
  const text = typeof value === 'number' ? `${value}` : value;
  return typeof text === 'string' ? (parseTaskSize(text, kind) ?? text) : value;
}

/** Without unset members, and without empty lists and maps: AWS adds and drops those as it likes. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => pruned(item) ?? {});
  if (!isMap(value)) return value;
  const kept = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    const inner = pruned(item);
    return inner === undefined || inner === null || isEmpty(inner) ? [] : [[name, inner]];
  });
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function defined(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).filter(([, item]) => item !== null && item !== undefined),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asMap(value: unknown): Members {
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

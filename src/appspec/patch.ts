import { EcsdeployError } from '../model/error.ts';
import type { Json } from '../model/task-definition.ts';
import { appSpecVersion, hookEvents, type AppSpec, type Hooks } from './app-spec.ts';
import { isMap, memberNamed, membersNamed, withMember } from './find-member.ts';
import type { TrafficTarget } from './generate.ts';
import { isOpen } from './placeholder.ts';

/** A load balancer entry of the service, as AWS shows it. */
export interface ServedContainer {
  readonly containerName?: string | undefined;
  readonly containerPort?: number | undefined;
}

export interface Patch {
  /** ARN of the revision, or `taskDefinitionPlaceholder`. */
  readonly taskDefinition: string;
  /** What the service's load balancers send traffic to. */
  readonly served: readonly ServedContainer[];
  /** Put in the place of what the file has for the same event, and beside the rest. */
  readonly hooks?: Hooks | undefined;
}

/** Nobody says which container and port get the traffic. */
class NoTrafficTarget extends EcsdeployError {
  constructor(missing: string, why: string) {
    super({
      code: 'appspec.no_traffic_target',
      message: `${missing} cannot be filled in: ${why}`,
      suggestions: [
        'Write LoadBalancerInfo with ContainerName and ContainerPort into an AppSpec of your own.',
      ],
    });
  }
}

/**
 * A checked AppSpec for one release: the revision is put in, container and port where the file leaves them open. Everything
 * else stays as it is, in its spelling and order.
 * @throws NoTrafficTarget
 */
export function patchAppSpec(appSpec: AppSpec, { taskDefinition, served, hooks }: Patch): AppSpec {
  const [resource] = listAt(appSpec, 'Resources');
  const [name, body] = Object.entries(mapOf(resource))[0] ?? [];
  if (name === undefined) throw new TypeError('an AppSpec is checked before it is patched');
  const properties = mapOf(memberNamed(mapOf(body), 'Properties')?.value);
  const info = mapOf(memberNamed(properties, 'LoadBalancerInfo')?.value);
  const target = completeTarget(info, served);
  const patchedInfo = withMember(
    withMember(info, 'ContainerName', target.containerName),
    'ContainerPort',
    target.containerPort,
  );
  const patchedProperties = withMember(
    withMember(properties, 'TaskDefinition', taskDefinition),
    'LoadBalancerInfo',
    patchedInfo,
  );
  const resources: Json = [{ [name]: withMember(mapOf(body), 'Properties', patchedProperties) }];
  return withHooks(withVersion(withMember(appSpec, 'Resources', resources)), hooks);
}

/** @throws NoTrafficTarget */
export function targetOf(served: readonly ServedContainer[]): TrafficTarget {
  return completeTarget({}, served);
}

function completeTarget(
  info: Readonly<Record<string, Json>>,
  served: readonly ServedContainer[],
): TrafficTarget {
  const name = memberNamed(info, 'ContainerName')?.value;
  const port = memberNamed(info, 'ContainerPort')?.value;
  const containerName = isOpen(name) ? undefined : String(name);
  const containerPort = isOpen(port) ? undefined : Number(port);
  const fitting = served.find(
    (one) =>
      one.containerName !== undefined &&
      one.containerPort !== undefined &&
      (containerName ?? one.containerName) === one.containerName &&
      (containerPort ?? one.containerPort) === one.containerPort,
  );
  // A port that the service does not serve yet may be meant: then only the name is taken from it.
  const wanted = {
    containerName: containerName ?? fitting?.containerName ?? onlyName(served),
    containerPort: containerPort ?? fitting?.containerPort,
  };
  if (wanted.containerName === undefined)
    throw new NoTrafficTarget('ContainerName', describeServed(served, containerName));
  if (wanted.containerPort === undefined)
    throw new NoTrafficTarget('ContainerPort', describeServed(served, containerName));
  return { containerName: wanted.containerName, containerPort: wanted.containerPort };
}

function onlyName(served: readonly ServedContainer[]): string | undefined {
  const names = new Set(served.flatMap(({ containerName }) => containerName ?? []));
  return names.size === 1 ? [...names][0] : undefined;
}

function describeServed(served: readonly ServedContainer[], wanted: string | undefined): string {
  const listed = served.flatMap(({ containerName, containerPort }) =>
    containerName === undefined || containerPort === undefined ? [] : [`${containerName}:${containerPort}`],
  );
  if (listed.length === 0) return 'the service has no load balancer that says so';
  const instead = wanted === undefined ? '' : `, not to ${JSON.stringify(wanted)}`;
  return `the load balancer of the service sends traffic to ${listed.join(' and ')}${instead}`;
}

function withVersion(appSpec: AppSpec): AppSpec {
  const present = memberNamed(appSpec, 'version');
  if (present === undefined) return { version: appSpecVersion, ...appSpec };
  return { ...appSpec, [present.name]: appSpecVersion };
}

function withHooks(appSpec: AppSpec, hooks: Hooks = {}): AppSpec {
  const wanted = hookEvents.flatMap((event) => {
    const lambda = hooks[event];
    return lambda === undefined ? [] : [[event, lambda] as const];
  });
  if (wanted.length === 0) return appSpec;
  const listed = listAt(appSpec, 'Hooks');
  const isListed = (event: string): boolean =>
    listed.some((one) => membersNamed(mapOf(one), event).length > 0);
  const changed = listed.map((one) =>
    wanted.reduce(
      (map, [event, lambda]) =>
        memberNamed(map, event) === undefined ? map : withMember(map, event, lambda),
      mapOf(one),
    ),
  );
  const added = wanted.filter(([event]) => !isListed(event)).map(([event, lambda]) => ({ [event]: lambda }));
  return withMember(appSpec, 'Hooks', [...changed, ...added]);
}

function listAt(map: AppSpec, name: string): readonly Json[] {
  const value = memberNamed(map, name)?.value;
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function mapOf(value: unknown): Readonly<Record<string, Json>> {
  return isMap(value) ? (value as Readonly<Record<string, Json>>) : {};
}

import type { Difference } from '../../model/release-plan.ts';
import {
  recordedMembers,
  type LeftSettings,
  type RecordedMember,
  type ServiceMembers,
} from '../../model/service-members.ts';
import type { Json } from '../../model/task-definition.ts';
import { compareValues } from '../../task-definitions/compare.ts';
import { comparable } from './comparable-members.ts';

/** Two service revisions, as AWS has them, without what identifies them. */
export interface Revisions {
  readonly now: Readonly<Record<string, unknown>>;
  readonly then: Readonly<Record<string, unknown>>;
}

export interface MembersToRestore {
  /** What UpdateService is to be sent; equal ones are not. */
  readonly members: ServiceMembers;
  readonly differences: readonly Difference[];
  readonly left: readonly LeftSettings[];
}

/**
 * How a member is taken away that the service did not have then; absent: AWS documents no way.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html, for volumes
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/configure-ebs-volume.html
 */
const without: Readonly<Partial<Record<RecordedMember, Json>>> = {
  capacityProviderStrategy: [],
  loadBalancers: [],
  serviceRegistries: [],
  serviceConnectConfiguration: { enabled: false },
  volumeConfigurations: [],
  vpcLatticeConfigurations: [],
};

// What follows from the task definition, or is AWS's own.
const derived: ReadonlySet<string> = new Set(['platformFamily', 'ecsManagedResources']);

/**
 * What of a service goes back with a release, of what its service revisions hold. Pure.
 * @param platformVersion as the service asks for it: LATEST or a version
 */
export function membersToRestore(
  revisions: Revisions,
  platformVersion: string | undefined,
): MembersToRestore {
  const found = namesIn(revisions).map((name) => restoring(name, revisions, platformVersion));
  return {
    members: Object.assign({}, ...found.map(({ members }) => members)) as ServiceMembers,
    differences: found.flatMap(({ differences = [] }) => differences),
    left: found.flatMap(({ left }) => left ?? []),
  };
}

/** Some of them taken out again: they are left as they are, for this reason. Pure. */
export function leaving(
  { members, differences, left }: MembersToRestore,
  member: RecordedMember,
  because: LeftSettings['because'],
): MembersToRestore {
  const kept = Object.entries(members).filter(([name]) => name !== member);
  return {
    members: Object.fromEntries(kept),
    differences: differences.filter(({ path }) => !new RegExp(`^${member}\\b`).test(path)),
    left: [...left, { settings: [member], because }],
  };
}

interface Found {
  readonly members?: ServiceMembers;
  readonly differences?: readonly Difference[];
  readonly left?: LeftSettings;
}

function namesIn({ now, then }: Revisions): string[] {
  const others = [...Object.keys(now), ...Object.keys(then)].filter((name) => !derived.has(name));
  return [...new Set([...recordedMembers, ...others])];
}

function restoring(name: string, { now, then }: Revisions, platformVersion: string | undefined): Found {
  const [before, after] = [comparable(name, now[name]), comparable(name, then[name])];
  const differences = compareValues({ [name]: before }, { [name]: after });
  if (differences.length === 0) return {};
  if (name === 'launchType' && (isManaged(now) || isManaged(then))) return {};
  if (name === 'platformVersion') {
    // Where it runs on Fargate only at one of the two times, AWS sets it with the capacity.
    if (before === undefined || typeof after !== 'string') return {};
    if (platformVersion === 'LATEST')
      return { left: { settings: [name], because: { kind: 'follows-latest', then: after } } };
  }
  const value = after === undefined ? without[name as RecordedMember] : (then[name] as Json);
  if (!isRecorded(name) || value === undefined)
    return { left: { settings: [name], because: { kind: 'not-updatable' } } };
  return { members: { [name]: value }, differences };
}

/** Whether capacity providers say where its tasks run: then its launch type goes with them. */
function isManaged({ capacityProviderStrategy: strategy }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(strategy) && strategy.length > 0;
}

function isRecorded(name: string): name is RecordedMember {
  return (recordedMembers as readonly string[]).includes(name);
}

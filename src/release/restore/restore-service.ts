import { loadBalancersIn, type ServiceState } from '../../aws/service-state.ts';
import type { HookDefinition } from '../../model/hook-definition.ts';
import type { DeploymentSettings, RestoredSettings } from '../../model/release-plan.ts';
import {
  recordedMembers,
  unrecordedSettings,
  type LeftSettings,
  type ServiceMembers,
} from '../../model/service-members.ts';
import type { FoundTarget } from '../go-back/choose-target.ts';
import type { ReleaseContext } from '../release-context.ts';
import { configurationToRestore, keepingStrategy } from './configuration-to-restore.ts';
import { whyNotLoadBalancers } from './load-balancers-there.ts';
import { leaving, membersToRestore, type MembersToRestore } from './members-to-restore.ts';
import { readRecords, type ServiceRecords } from './read-records.ts';

/** A service as a way back leaves it in the end, and what has to be sent for that. */
export interface RestoredService {
  readonly service: ServiceState;
  readonly settings: DeploymentSettings;
  readonly lifecycleHooks?: readonly HookDefinition[] | undefined;
  readonly members?: ServiceMembers | undefined;
  /** AWS takes another capacity provider strategy only with a forced deployment. */
  readonly force: boolean;
  readonly told: RestoredSettings;
}

const all = [...recordedMembers, 'deploymentConfiguration', ...unrecordedSettings];

/** Where AWS stops a deployment, it returns to the service revision of before, and to nothing else. */
export const restoredByStopping: RestoredSettings = {
  differences: [],
  left: [{ settings: ['deploymentConfiguration', ...unrecordedSettings], because: { kind: 'stopped' } }],
};

/** Nothing goes back but the revision. Pure. */
export function leftAsItIs(service: ServiceState, because: LeftSettings['because']): RestoredService {
  return {
    service,
    settings: {},
    force: false,
    told: { differences: [], left: [{ settings: all, because }] },
  };
}

/**
 * What a service gets back with a release, where it differs. Nothing here stands in the way of going back: what cannot be known or done is left, and told.
 * @param service with the settings that it really has
 */
export async function restoreService(
  context: Pick<ReleaseContext, 'aws'>,
  service: ServiceState,
  target: FoundTarget,
): Promise<RestoredService> {
  const records = await readRecords(context, service, target);
  const found = membersOf(service, records);
  const because = await whyNotLoadBalancers(context, found.members);
  const members = because === undefined ? found : leaving(found, 'loadBalancers', because);
  return restored(service, records, members);
}

const nothing: MembersToRestore = { members: {}, differences: [], left: [] };

function membersOf({ platformVersion }: ServiceState, { revisions }: ServiceRecords): MembersToRestore {
  return revisions === undefined ? nothing : membersToRestore(revisions, platformVersion);
}

/** Pure. */
function restored(
  service: ServiceState,
  { configuration, revisions, left }: ServiceRecords,
  { members, differences, left: leftMembers }: MembersToRestore,
): RestoredService {
  const { settings: live } = service;
  const isBound =
    revisions === undefined || leftMembers.some(({ settings }) => settings.includes('loadBalancers'));
  const keeps = isBound && configuration !== undefined && configuration.strategy !== live.strategy;
  const then = keeps ? keepingStrategy(live, configuration) : (configuration ?? live);
  const { settings, lifecycleHooks, ...after } = configurationToRestore(live, then);
  return {
    service: {
      ...service,
      settings: after.restored,
      strategy: after.restored.strategy,
      loadBalancers: loadBalancersIn(members) ?? service.loadBalancers,
    },
    settings,
    lifecycleHooks,
    members: Object.keys(members).length === 0 ? undefined : members,
    force: members.capacityProviderStrategy !== undefined,
    told: {
      differences: [...differences, ...after.differences],
      left: [
        ...left,
        ...leftMembers,
        ...(keeps ? [leftWithStrategy] : []),
        { settings: unrecordedSettings, because: { kind: 'not-recorded' } },
      ],
    },
  };
}

const leftWithStrategy: LeftSettings = {
  settings: [
    'deploymentConfiguration.strategy',
    'deploymentConfiguration.bakeTimeInMinutes',
    'deploymentConfiguration.lifecycleHooks',
  ],
  because: { kind: 'depends', on: 'loadBalancers' },
};

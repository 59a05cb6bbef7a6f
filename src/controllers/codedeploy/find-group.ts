import type { Aws } from '../../aws/aws.ts';
import { findCodeDeployDeployment } from '../../aws/codedeploy-deployments.ts';
import {
  findApplicationPlatform,
  findDeploymentGroup,
  listDeploymentGroups,
  listEcsApplications,
  type DeploymentGroupState,
} from '../../aws/codedeploy-groups.ts';
import type { CodeDeployGroup, GroupFoundBy } from '../../model/codedeploy.ts';
import { EcsdeployError } from '../../model/error.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';

/** The group by which CodeDeploy releases to a service. */
export interface FoundGroup {
  readonly state: DeploymentGroupState;
  readonly foundBy: GroupFoundBy;
  /** What was looked through, where it was searched for; of the calls as many as it took at least, at a hundred names a page. */
  readonly searched?: { readonly applications: number; readonly groups: number; readonly calls: number };
}

/** What is known of a service's group before anybody asks CodeDeploy. */
export interface GroupHints {
  /** As the configuration names them; one of the two narrows the search. */
  readonly application?: string | undefined;
  readonly group?: string | undefined;
  /** `d-…` of deployments that have made task sets of the service, the newest first. */
  readonly deployments?: readonly string[] | undefined;
}

const howToName = [
  'Name them in ecsdeploy.yml: `codedeploy: {application: …, group: …}`.',
  'List them with `aws deploy list-applications` and `aws deploy list-deployment-groups --application-name <name>`.',
];

/** No group of the account releases to the service, or the one that is named does not exist. */
class GroupNotFound extends EcsdeployError {
  constructor(service: ServiceRef, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super({
      code: 'deployment_group.not_found',
      message,
      suggestions: howToName,
      details: { service: serviceName(service), ...details },
    });
  }
}

/** The group that is named releases to something else. */
class GroupUnfit extends EcsdeployError {
  constructor(service: ServiceRef, { application, group }: CodeDeployGroup, what: string) {
    super({
      code: 'config.deployment_group',
      message: `The deployment group "${application}/${group}" ${what}, not to the service "${serviceName(service)}"`,
      suggestions: howToName,
      details: { service: serviceName(service), application, group },
    });
  }
}

/** The names that the ECS console and `aws ecs deploy` give. https://docs.aws.amazon.com/cli/latest/reference/ecs/deploy/ */
function defaultGroup({ cluster, service }: ServiceRef): CodeDeployGroup {
  return { application: `AppECS-${cluster}-${service}`, group: `DgpECS-${cluster}-${service}` };
}

/**
 * The group of a service, the cheapest way first: as named, by its default names, by the deployment that has made its task set, and
 * else by looking through all groups of the account, which costs a call or two for each application.
 * @throws GroupNotFound, GroupUnfit
 */
export async function findGroup(aws: Aws, service: ServiceRef, hints: GroupHints): Promise<FoundGroup> {
  const { application, group } = hints;
  if (application !== undefined && group !== undefined) {
    return { state: await namedGroup(aws, service, { application, group }), foundBy: 'configuration' };
  }
  const fits = (state: DeploymentGroupState | undefined): state is DeploymentGroupState =>
    state !== undefined &&
    releasesTo(state, service) &&
    state.application === (application ?? state.application) &&
    state.group === (group ?? state.group);

  const usual = { ...defaultGroup(service), ...(application === undefined ? {} : { application }) };
  const byDefault = await findDeploymentGroup(aws, { ...usual, group: group ?? usual.group });
  // Names are joined by dashes, so that those of another service may read the same.
  if (fits(byDefault)) return { state: byDefault, foundBy: 'default-names' };
  for (const id of hints.deployments ?? []) {
    const made = await findCodeDeployDeployment(aws, id);
    const state = made === undefined ? undefined : await findDeploymentGroup(aws, made);
    if (fits(state)) return { state, foundBy: 'last-deployment' };
  }
  let applications = 0;
  let groups = 0;
  for await (const name of application === undefined ? listEcsApplications(aws) : [application]) {
    applications++;
    for await (const state of listDeploymentGroups(aws, name)) {
      groups++;
      // Names and their descriptions are read apart.
      const calls = 2 * applications + (application === undefined ? 2 : 0);
      if (fits(state)) return { state, foundBy: 'search', searched: { applications, groups, calls } };
    }
  }
  const where =
    application === undefined
      ? ''
      : ` in the application "${application}"${await orMissing(aws, application)}`;
  const called = group === undefined ? '' : ` called "${group}"`;
  throw new GroupNotFound(
    service,
    `No deployment group${called} of CodeDeploy releases to the service "${serviceName(service)}"${where}`,
  );
}

async function namedGroup(
  aws: Aws,
  service: ServiceRef,
  named: CodeDeployGroup,
): Promise<DeploymentGroupState> {
  const state = await findDeploymentGroup(aws, named);
  if (state === undefined) {
    const { application, group } = named;
    const platform = await findApplicationPlatform(aws, application);
    const message =
      platform === undefined
        ? `CodeDeploy has no application "${application}"`
        : `The CodeDeploy application "${application}" has no deployment group "${group}"`;
    throw new GroupNotFound(service, message, { ...named });
  }
  if (state.computePlatform !== 'ECS') {
    throw new GroupUnfit(service, named, `releases to the compute platform ${state.computePlatform}`);
  }
  if (!releasesTo(state, service)) {
    const [other] = state.services;
    throw new GroupUnfit(
      service,
      named,
      other === undefined ? 'releases to no service' : `releases to "${serviceName(other)}"`,
    );
  }
  return state;
}

async function orMissing(aws: Aws, application: string): Promise<string> {
  return (await findApplicationPlatform(aws, application)) === undefined ? ', which does not exist' : '';
}

/** AWS takes one service for a group; `aws ecs deploy` too wants every entry to be the one that is meant. */
function releasesTo({ computePlatform, services }: DeploymentGroupState, meant: ServiceRef): boolean {
  return (
    computePlatform === 'ECS' &&
    services.length > 0 &&
    services.every(({ cluster, service }) => cluster === meant.cluster && service === meant.service)
  );
}

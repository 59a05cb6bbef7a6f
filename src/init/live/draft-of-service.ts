import type { Aws } from '../../aws/aws.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { PermissionDenied } from '../../aws/errors.ts';
import { requireService } from '../../aws/services.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import { chooseController } from '../../controllers/choose-controller.ts';
import { findGroup } from '../../controllers/codedeploy/find-group.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ConfigDraft, Leftover } from '../../model/initialised.ts';
import { nameOfHook } from '../../model/lifecycle-hooks.ts';
import { revisionName, type ServiceRef } from '../../model/service-ref.ts';
import { definitionFile } from '../definition-file.ts';
import { literalInConfig } from '../literal.ts';
import { deploymentValue } from './deployment-value.ts';
import { imageContainers, repositoryOf } from './image-containers.ts';

export interface LiveOrder {
  readonly service: ServiceRef;
  /** The key in `services`. */
  readonly name: string;
  /** The settings go into this environment of the file; absent: the file has none. */
  readonly environment?: string | undefined;
  readonly copySecrets: boolean;
}

/**
 * The configuration and the task definition file of a service as it stands now: released with them, nothing would change.
 * @throws ClusterNotFound, ServiceNotFound, RevisionNotFound, ControllerUnsupported
 */
export async function draftOfService(aws: Aws, order: LiveOrder): Promise<ConfigDraft> {
  const state = await requireService(aws, order.service);
  chooseController(aws, state);
  const revision = await requireTaskDefinition(aws, whatRuns(state));
  const found = state.controller === 'CODE_DEPLOY' ? await groupOf(aws, state) : undefined;
  const group = found !== undefined && 'application' in found ? found : undefined;
  const { file, secrets } = definitionFile(order.name, revision, order);
  const containers = imageContainers(revision.definition, state);
  const deployment = deploymentValue(state);
  const service = {
    ...(order.name === state.ref.service ? {} : { service: state.ref.service }),
    taskDefinition: `./${file.path}`,
    ...(containers === undefined ? {} : { containers }),
  };
  const settings = {
    ...(group === undefined ? {} : { codedeploy: codeDeployValue(group) }),
    ...(deployment === undefined ? {} : { deployment }),
  };
  return {
    source: {
      kind: 'live',
      ...state.ref,
      revision: revisionName(revision.arn),
      isChanging: state.deployments.length > 1,
    },
    value: configValue(order, { place: await placeOf(aws, state), service, settings }),
    repository: repositoryOf(revision.definition, containers),
    leftovers: leftoversOf(state, found),
    secrets,
    definitions: [file],
  };
}

interface Parts {
  readonly place: Readonly<Record<string, unknown>>;
  readonly service: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What may differ from one environment to the next stands in the environment, where there is one. */
function configValue(
  { name, environment }: LiveOrder,
  { place, service, settings }: Parts,
): ConfigDraft['value'] {
  if (environment === undefined) {
    return { version: 1, ...place, services: { [name]: { ...service, ...settings } } };
  }
  const own = Object.keys(settings).length === 0 ? {} : { services: { [name]: settings } };
  return {
    version: 1,
    services: { [name]: service },
    environments: { [environment]: { ...place, ...own } },
  };
}

async function placeOf(aws: Aws, { arn, ref }: ServiceState): Promise<Readonly<Record<string, unknown>>> {
  const account = arn.split(':')[4] ?? '';
  return {
    region: await aws.clients.region(),
    ...(/^\d{12}$/.test(account) ? { account } : {}),
    cluster: ref.cluster,
  };
}

/** Of CodeDeploy the task set that serves; otherwise what the service is to run. */
function whatRuns({ controller, deployments, taskDefinition }: ServiceState): string {
  if (controller !== 'CODE_DEPLOY') return taskDefinition;
  const serving = deployments.find(({ status }) => status === 'PRIMARY');
  return serving?.taskDefinition ?? taskDefinition;
}

/** For want of which permission the group is not known; absent: there is none. */
interface Groupless {
  readonly lacks?: string | undefined;
}

/** Where no group is found, or nobody here may ask, a release looks for it again. */
async function groupOf(aws: Aws, { ref, deployments }: ServiceState): Promise<CodeDeployGroup | Groupless> {
  const newestFirst = [...deployments].sort((a, b) => b.createdAt - a.createdAt);
  try {
    const made = newestFirst.flatMap(({ externalId }) => externalId ?? []);
    return (await findGroup(aws, ref, { deployments: made })).state;
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    if (error.code.endsWith('.not_found')) return {};
    if (!(error instanceof PermissionDenied)) throw error;
    const { action, operation } = error.details;
    return { lacks: String(action ?? operation) };
  }
}

function codeDeployValue({ application, group }: CodeDeployGroup): Readonly<Record<string, unknown>> {
  return { application: literalInConfig(application), group: literalInConfig(group) };
}

function leftoversOf({ settings }: ServiceState, group: CodeDeployGroup | Groupless | undefined): Leftover[] {
  const hooks = settings.hooks.map((hook): Leftover => ({ reason: 'hooks-stay', what: nameOfHook(hook) }));
  if (group === undefined || 'application' in group) return hooks;
  const { lacks } = group;
  const what = lacks === undefined ? 'codedeploy' : `codedeploy (skipped: needs ${lacks})`;
  return [...hooks, { reason: 'group-unknown', what }];
}

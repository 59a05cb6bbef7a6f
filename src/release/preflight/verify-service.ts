import { appSpecFor } from '../../appspec/app-spec-for.ts';
import { taskDefinitionPlaceholder } from '../../appspec/app-spec.ts';
import { trafficTargetOf } from '../../appspec/traffic-target.ts';
import { requireService } from '../../aws/services.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import { chooseController } from '../../controllers/choose-controller.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { CodeDeploySettings } from '../../model/codedeploy.ts';
import type { Milliseconds } from '../../model/duration.ts';
import type { Gate, RollbackPolicy } from '../../model/gate.ts';
import type { PreflightReport } from '../../model/preflight.ts';
import type { DeploymentSettings } from '../../model/release-plan.ts';
import type { Readiness } from '../../model/readiness.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';
import type { TaskDefinition } from '../../model/task-definition.ts';
import { assignImages } from '../../task-definitions/assign-images.ts';
import type { TaskDefinitionWithTags } from '../../task-definitions/load.ts';
import { renderTaskDefinition } from '../../task-definitions/render.ts';
import { checkAccount } from '../check-account.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import { withAlarmsOfGates } from '../gates/alarms-of-gates.ts';
import { plannedWaits } from '../planned-waits.ts';
import type { ReleaseContext } from '../release-context.ts';
import { readinessToGoBack } from '../readiness/readiness-to-go-back.ts';
import type { ImageRequest, TaskDefinitionSource } from '../requests.ts';
import { asNoted } from '../rollback-settings/as-noted.ts';
import { settingsInForce } from '../safety-rules.ts';
import { settingsToSend } from '../settings-to-send.ts';
import { whileReading } from '../while-reading.ts';
import { allChecks } from './all-checks.ts';
import { groupOf, type BringInController, type PreflightSubject } from './preflight-subject.ts';
import { readOrSkip } from './read-or-skip.ts';
import { runChecks } from './run-checks.ts';

export interface VerifyRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly base: TaskDefinitionSource;
  readonly images: readonly ImageRequest[];
  /** Containers that take an image given without a container's name. */
  readonly containers?: readonly string[] | undefined;
  /** Where the release builds its image: its repository, in place of an image. */
  readonly builds?: string | undefined;
  readonly settings: DeploymentSettings;
  readonly codeDeploy?: CodeDeploySettings | undefined;
  /** Gates of the release; with their alarms it has ECS watch. */
  readonly gates?: readonly Gate[] | undefined;
  /** Whether ecsdeploy takes a failed release back, and with alarms of gates, ECS. */
  readonly rollback: RollbackPolicy;
  readonly timeoutMilliseconds: Milliseconds;
  /** Whether to look besides whether the service could go back. */
  readonly goesBack?: boolean | undefined;
}

/**
 * Holds a service and the task definition that it is to run against everything that can be known before a release. Reads only.
 * @throws EcsdeployError where the service or its task definition cannot be read at all, or a release would be refused for its settings
 */
export async function verifyService(
  context: ReleaseContext,
  request: VerifyRequest,
): Promise<PreflightReport> {
  return await whileReading(context, (reading) => verified(reading, request));
}

async function verified(context: ReleaseContext, request: VerifyRequest): Promise<PreflightReport> {
  const { aws } = context;
  const [live] = await Promise.all([
    requireService(aws, request.service),
    checkAccount(context, request.account),
  ]);
  const service = asNoted(live);
  const controller = chooseController(aws, service, request.codeDeploy);
  const [base, bringIn] = await Promise.all([
    baseOf(context, request, service),
    bringInController(context, controller, service, request),
  ]);
  const { definition, built } = wantedDefinition(base, request);
  const subject = { ...subjectOf(service, bringIn, request), definition, built };
  const [results, readiness] = await Promise.all([
    runChecks(context, allChecks, subject),
    request.goesBack === true ? readinessOf(context, service, bringIn) : undefined,
  ]);
  const report = {
    service: serviceName(service.ref),
    taskDefinition: base.arn,
    family: definition.family,
    results,
  };
  return readiness === undefined ? report : { ...report, readiness };
}

async function readinessOf(
  context: ReleaseContext,
  service: ServiceState,
  bringIn: BringInController,
): Promise<Readiness> {
  const group = groupOf(bringIn);
  if (bringIn.kind === 'codedeploy' && group === undefined) {
    const because = bringIn.group === undefined || !('kind' in bringIn.group) ? [] : [bringIn.group];
    return { kind: 'not-known', because, results: [] };
  }
  const read = await readOrSkip(() => readinessToGoBack(context, service, group, bringIn));
  return read.kind === 'read' ? read.value : { kind: 'not-known', because: [read.because], results: [] };
}

function subjectOf(
  service: ServiceState,
  controller: BringInController,
  { settings: asked, gates = [], rollback, timeoutMilliseconds }: VerifyRequest,
): Omit<PreflightSubject, 'definition' | 'built'> {
  const wanted = withAlarmsOfGates(asked, service.settings, gates, rollback);
  const sent = controller.kind === 'ecs' ? settingsToSend(service.ref, service.settings, wanted) : {};
  const settings = settingsInForce(service.settings, sent);
  const timeout = timeoutMilliseconds + plannedWaits(settings, service.loadBalancers);
  const ownRollback = rollback === 'automatic';
  return { service, settings, controller, ownRollback, timeout, readsSecretValues: true };
}

async function bringInController(
  context: ReleaseContext,
  { kind }: Controller,
  service: ServiceState,
  { codeDeploy = {} }: VerifyRequest,
): Promise<BringInController> {
  switch (kind) {
    case 'ecs':
      return { kind };
    case 'codedeploy': {
      const found = await readOrSkip(() => findGroupOf(context, service, codeDeploy));
      const target = trafficTargetOf(appSpecFor(service, codeDeploy, taskDefinitionPlaceholder));
      return { kind, group: found.kind === 'read' ? found.value.state : found.because, target };
    }
    default:
      return kind satisfies never;
  }
}

interface Base extends TaskDefinitionWithTags {
  /** Absent: a file. */
  readonly arn?: string | undefined;
}

async function baseOf(
  { aws }: ReleaseContext,
  { base }: VerifyRequest,
  service: ServiceState,
): Promise<Base> {
  switch (base.kind) {
    case 'file':
      return base;
    case 'revision':
      return await requireTaskDefinition(aws, base.nameOrArn);
    case 'live':
      return await requireTaskDefinition(aws, service.taskDefinition);
    default:
      return base satisfies never;
  }
}

/** What would be registered; an image that is still to be built is named by its repository. */
function wantedDefinition(
  base: TaskDefinitionWithTags,
  { images, containers, builds }: VerifyRequest,
): { readonly definition: TaskDefinition; readonly built: readonly string[] } {
  const choices = builds === undefined || images.length > 0 ? images : [{ image: builds }];
  const assigned = assignImages(base.definition, choices, containers);
  const { definition } = renderTaskDefinition(base, assigned);
  return { definition, built: choices === images ? [] : [...assigned.keys()] };
}

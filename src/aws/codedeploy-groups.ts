import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  BlueGreenDeploymentConfiguration,
  DeploymentGroupInfo,
} from '@aws-sdk/client-codedeploy';
import type { CodeDeployGroup } from '../model/codedeploy.ts';
import { nameFromArn, type ServiceRef } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';
import { inBatches, pages, tokenOf } from './pages.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** A deployment group as CodeDeploy describes it, in our words, with its defaults spelled out. */
export interface DeploymentGroupState extends CodeDeployGroup {
  /** ECS | Server | Lambda | Kubernetes */
  readonly computePlatform: string;
  /** Name of the deployment configuration that it uses unless a deployment says otherwise. */
  readonly configuration: string;
  /** The services that it releases to; by name, whichever way AWS has them. */
  readonly services: readonly ServiceRef[];
  readonly alarms: GroupAlarms;
  /** DEPLOYMENT_FAILURE | DEPLOYMENT_STOP_ON_ALARM | DEPLOYMENT_STOP_ON_REQUEST; empty where nothing goes back by itself. */
  readonly rollsBackOn: readonly string[];
  readonly waits: GroupWaits;
  /** Names of the pair of target groups. */
  readonly targetGroups: readonly string[];
  /** ARNs; empty where there is none. */
  readonly productionListeners: readonly string[];
  readonly testListeners: readonly string[];
  readonly serviceRoleArn?: string | undefined;
  /** Names of its notifications. */
  readonly triggers: readonly string[];
  readonly lastSuccessful?: string | undefined;
  readonly lastAttempted?: string | undefined;
}

export interface GroupAlarms {
  readonly enabled: boolean;
  /** It goes on when CloudWatch cannot be asked. */
  readonly ignoresPollFailure: boolean;
  readonly names: readonly string[];
}

/** How long CodeDeploy waits by itself. */
export interface GroupWaits {
  /** Before traffic moves it waits for somebody that long, and stops when nobody has come; absent: it goes on at once. */
  readonly readyInMinutes?: number | undefined;
  /** How long the old tasks stay after the last shift; absent: they are kept for good. */
  readonly terminationInMinutes?: number | undefined;
}

export type CodeDeployReadOptions = Pick<CallOptions, 'attempts' | 'signal'>;

/** ECS | Server | Lambda | Kubernetes; undefined where there is no such application. */
export async function findApplicationPlatform(
  aws: Aws,
  application: string,
  options: CodeDeployReadOptions = {},
): Promise<string | undefined> {
  return await unlessUnknown(['ApplicationDoesNotExistException'], async () => {
    const output = await call(
      aws,
      { operation: 'codedeploy:GetApplication', repeat: 'freely', ...options },
      aws.clients.codeDeploy,
      (codeDeploy, send) => codeDeploy.getApplication({ applicationName: application }, send),
    );
    return output.application?.computePlatform ?? 'Server';
  });
}

/** A group; undefined where there is no such application or group. */
export async function findDeploymentGroup(
  aws: Aws,
  { application, group }: CodeDeployGroup,
  options: CodeDeployReadOptions = {},
): Promise<DeploymentGroupState | undefined> {
  return await unlessUnknown(
    ['ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException'],
    async () => {
      const output = await call(
        aws,
        { operation: 'codedeploy:GetDeploymentGroup', repeat: 'freely', ...options },
        aws.clients.codeDeploy,
        (codeDeploy, send) =>
          codeDeploy.getDeploymentGroup({ applicationName: application, deploymentGroupName: group }, send),
      );
      return output.deploymentGroupInfo === undefined
        ? undefined
        : toDeploymentGroupState(output.deploymentGroupInfo);
    },
  );
}

// https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetApplications.html
const mostInBatch = 100;

/** Names of the applications for ECS, page by page. */
export async function* listEcsApplications(
  aws: Aws,
  options: CodeDeployReadOptions = {},
): AsyncGenerator<string> {
  const names = pages(async (token) => {
    const { applications, nextToken } = await call(
      aws,
      { operation: 'codedeploy:ListApplications', repeat: 'freely', ...options },
      aws.clients.codeDeploy,
      (codeDeploy, send) => codeDeploy.listApplications(tokenOf(token), send),
    );
    return { items: applications ?? [], nextToken };
  });
  for await (const page of names) {
    for (const some of inBatches(page, mostInBatch)) {
      const { applicationsInfo } = await call(
        aws,
        { operation: 'codedeploy:BatchGetApplications', repeat: 'freely', ...options },
        aws.clients.codeDeploy,
        (codeDeploy, send) => codeDeploy.batchGetApplications({ applicationNames: some }, send),
      );
      for (const { applicationName, computePlatform } of applicationsInfo ?? []) {
        if (applicationName !== undefined && computePlatform === 'ECS') yield applicationName;
      }
    }
  }
}

/** The groups of an application, page by page; none where there is no such application. */
export async function* listDeploymentGroups(
  aws: Aws,
  application: string,
  options: CodeDeployReadOptions = {},
): AsyncGenerator<DeploymentGroupState> {
  const names = pages(async (token) => {
    const output = await unlessUnknown(['ApplicationDoesNotExistException'], () =>
      call(
        aws,
        { operation: 'codedeploy:ListDeploymentGroups', repeat: 'freely', ...options },
        aws.clients.codeDeploy,
        (codeDeploy, send) =>
          codeDeploy.listDeploymentGroups({ applicationName: application, ...tokenOf(token) }, send),
      ),
    );
    return { items: output?.deploymentGroups ?? [], nextToken: output?.nextToken };
  });
  for await (const page of names) {
    for (const some of inBatches(page, mostInBatch)) {
      const { deploymentGroupsInfo } = await call(
        aws,
        { operation: 'codedeploy:BatchGetDeploymentGroups', repeat: 'freely', ...options },
        aws.clients.codeDeploy,
        (codeDeploy, send) =>
          codeDeploy.batchGetDeploymentGroups(
            { applicationName: application, deploymentGroupNames: some },
            send,
          ),
      );
      for (const info of deploymentGroupsInfo ?? []) yield toDeploymentGroupState(info);
    }
  }
}

/** The AWS shape in our words. */
export function toDeploymentGroupState(info: DeploymentGroupInfo): DeploymentGroupState {
  const pairs = info.loadBalancerInfo?.targetGroupPairInfoList ?? [];
  return {
    application: info.applicationName ?? '',
    group: info.deploymentGroupName ?? '',
    computePlatform: info.computePlatform ?? 'Server',
    configuration: info.deploymentConfigName ?? 'CodeDeployDefault.ECSAllAtOnce',
    services: (info.ecsServices ?? []).map(({ clusterName = 'default', serviceName = '' }) => ({
      cluster: nameFromArn(clusterName),
      service: nameFromArn(serviceName),
    })),
    alarms: toGroupAlarms(info.alarmConfiguration),
    rollsBackOn: toRollbackEvents(info.autoRollbackConfiguration),
    waits: toGroupWaits(info.blueGreenDeploymentConfiguration),
    targetGroups: pairs.flatMap(({ targetGroups = [] }) => targetGroups.flatMap(({ name }) => name ?? [])),
    productionListeners: pairs.flatMap(({ prodTrafficRoute }) => prodTrafficRoute?.listenerArns ?? []),
    testListeners: pairs.flatMap(({ testTrafficRoute }) => testTrafficRoute?.listenerArns ?? []),
    serviceRoleArn: info.serviceRoleArn,
    triggers: (info.triggerConfigurations ?? []).map(({ triggerName = '' }) => triggerName),
    lastSuccessful: info.lastSuccessfulDeployment?.deploymentId,
    lastAttempted: info.lastAttemptedDeployment?.deploymentId,
  };
}

export function toGroupAlarms(configuration: AlarmConfiguration = {}): GroupAlarms {
  const { enabled = false, ignorePollAlarmFailure = false, alarms = [] } = configuration;
  return { enabled, ignoresPollFailure: ignorePollAlarmFailure, names: alarms.map(({ name = '' }) => name) };
}

export function toRollbackEvents(configuration: AutoRollbackConfiguration = {}): readonly string[] {
  return configuration.enabled === true ? (configuration.events ?? []) : [];
}

export function toGroupWaits(configuration: BlueGreenDeploymentConfiguration = {}): GroupWaits {
  const { deploymentReadyOption: ready, terminateBlueInstancesOnDeploymentSuccess: termination } =
    configuration;
  return {
    readyInMinutes: ready?.actionOnTimeout === 'STOP_DEPLOYMENT' ? (ready.waitTimeInMinutes ?? 0) : undefined,
    terminationInMinutes:
      termination?.action === 'KEEP_ALIVE' ? undefined : (termination?.terminationWaitTimeInMinutes ?? 0),
  };
}

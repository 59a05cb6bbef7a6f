import type {
  CapacityProviderStrategyItem,
  LaunchType,
  LoadBalancer,
  ServiceRevision,
} from '@aws-sdk/client-ecs';
import type { TaskDefinitionRecord } from './task-definition.ts';

/** The part of a service that makes a new deployment when it changes (2.5.1 of the specification). Frozen. */
export interface Workload {
  readonly taskDefinition: TaskDefinitionRecord;
  readonly launchType: LaunchType | undefined;
  readonly capacityProviderStrategy: readonly CapacityProviderStrategyItem[];
  /** As asked for: `LATEST` or a number; undefined where tasks do not run on Fargate. */
  readonly platformVersion: string | undefined;
  readonly networkConfiguration: ServiceRevision['networkConfiguration'];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly serviceRegistries: NonNullable<ServiceRevision['serviceRegistries']>;
  readonly serviceConnectConfiguration: ServiceRevision['serviceConnectConfiguration'];
  readonly volumeConfigurations: ServiceRevision['volumeConfigurations'];
  readonly vpcLatticeConfigurations: ServiceRevision['vpcLatticeConfigurations'];
  readonly gatewayConnectors: ServiceRevision['gatewayConnectors'];
  readonly monitoring: ServiceRevision['monitoring'];
}

/** How the load balancers of a service with `advancedConfiguration` serve a revision. */
interface RevisionTraffic {
  /** `targetGroupArn` as configured → the one of the two target groups that the revision's tasks register with. */
  readonly targetGroups: ReadonlyMap<string, string>;
  /** Percentages that the rules were last told to give it. */
  production: number;
  test: number;
}

/** A workload as it was deployed: immutable but for what is found out when it starts, image digests and target groups. */
export interface ServiceRevisionRecord {
  readonly arn: string;
  /** The same digits as in the id of its deployment, `ecs-svc/<digits>`. */
  readonly digits: string;
  readonly workload: Workload;
  readonly createdAt: number;
  /** Container name → digest. */
  readonly pinnedDigests: Map<string, string>;
  /** Decided before its first task. Absent where no load balancer has two target groups. */
  traffic?: RevisionTraffic;
}

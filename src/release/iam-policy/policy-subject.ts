import type { ServiceRef } from '../../model/service-ref.ts';

/** Where ARNs are; `*` for what is not known. */
export interface ArnPlace {
  /** aws | aws-cn | aws-us-gov */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** A repository that images are in. */
export interface PolicyRepository {
  readonly name: string;
  /** Absent: those of the service. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Another registry is only asked about: ECR is asked whether it is its own. */
  readonly isEcr: boolean;
}

/** What a configuration uses of AWS: everything that decides which permissions it needs. */
export interface PolicySubject {
  readonly service: ServiceRef;
  readonly place: ArnPlace;
  readonly controller: 'ecs' | 'codedeploy';
  /** Families that releases register; `*` where none is known. */
  readonly families: readonly string[];
  /** ARNs of the roles that tasks get; with wildcards where they are not known. */
  readonly taskRoles: readonly string[];
  /** ARNs of roles that ECS gets with the settings: those by which it asks hooks. */
  readonly hookRoles: readonly string[];
  /** ARNs of roles that are there already, by which AWS moves traffic: only looked at. */
  readonly serviceRoles: readonly string[];
  /** Whether targets are registered with a load balancer, and of which kind. */
  readonly loadBalancer?: 'application' | 'network' | undefined;
  /** Traffic moves between two target groups. */
  readonly shifts: boolean;
  /** A rollback sets bakes, pauses or alarms aside, and notes it. */
  readonly setsAside: boolean;
  /** AWS waits for a person, or for a gate that holds. */
  readonly pauses: boolean;
  /** A gate holds the deployment. */
  readonly holds: boolean;
  /** Alarms that AWS watches, or that are looked at before a release. */
  readonly hasAlarms: boolean;
  readonly sendsGracePeriod: boolean;
  readonly suspendsScaling: boolean;
  readonly gates: {
    readonly alarms: boolean;
    readonly metrics: boolean;
    /** Numbers of a load balancer: which one it is has to be found. */
    readonly balancerMetrics: boolean;
    readonly task: boolean;
  };
  readonly images: readonly PolicyRepository[];
  /** Where builds are pushed to. */
  readonly builds?: PolicyRepository | undefined;
  readonly logGroups: readonly { readonly name: string; readonly region?: string | undefined }[];
  /** ARNs as task definitions name them; `key` where one of a JSON object is taken. */
  readonly secrets: readonly { readonly arn: string; readonly hasKey: boolean }[];
  /** Names or ARNs. */
  readonly parameters: readonly string[];
  readonly codeDeploy?: PolicyCodeDeploy | undefined;
}

interface PolicyCodeDeploy {
  readonly application: string;
  readonly group: string;
  /** Its names are not given, so that those that the console gives are tried first. */
  readonly tries?: { readonly application: string; readonly group: string } | undefined;
  /** The group is found by a look at all groups of the account. */
  readonly searches: boolean;
  /** A configuration that moves traffic as wanted is found, or created. */
  readonly findsConfiguration: boolean;
  /** The group watches alarms; a rollback does without them. */
  readonly watchesAlarms: boolean;
  /** Releases have CodeDeploy watch the alarms of gates. */
  readonly watchesGates: boolean;
}

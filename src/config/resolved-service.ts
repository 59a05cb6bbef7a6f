import type { Gate, RollbackPolicy } from '../model/gate.ts';
import type { ImageSettings } from '../model/image-settings.ts';
import type { DeploymentSettings } from '../model/release-plan.ts';
import type { WantedStrategy } from '../model/wanted-strategy.ts';
import type { ResolvedCodeDeploy } from './complete-codedeploy.ts';
import type { ConfigProblem } from './invalid-config.ts';
import type { Provenance, Sourced } from './provenance.ts';

/** Everything the configuration says about one service, defaults, environment and flags put together. */
export interface ResolvedService {
  /** The key in `services`: what commands take. */
  readonly name: string;
  /** Names, never ARNs. */
  readonly cluster: string;
  readonly service: string;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  /** Absolute path; absent: the task definition that runs now is the base. */
  readonly taskDefinitionFile?: string | undefined;
  /** Absent: the only container takes the image. */
  readonly containers?: readonly string[] | undefined;
  /** Names of the services that are released first, where one run releases several. */
  readonly after: readonly string[];
  /** Only what is configured. */
  readonly deployment: DeploymentSettings;
  /** `deployment.suspendScaling`: whether autoscaling is suspended while a deployment runs. */
  readonly suspendScaling?: boolean | undefined;
  /** What CodeDeploy needs, should the service be one that it brings in; absent: nothing is said of it. */
  readonly codeDeploy?: ResolvedCodeDeploy | undefined;
  /** How the image of a release is built; absent: there is none to build. */
  readonly image?: ImageSettings | undefined;
  /** What `image` asks for that nobody knows here (`imageOf`); most commands need no image. */
  readonly unknownInImage?: readonly UnknownInImage[] | undefined;
  readonly timeoutMilliseconds?: number | undefined;
  /** What says whether a release is healthy; those that are switched off are not among them. */
  readonly gates: readonly Gate[];
  /** How long a release is watched after AWS has called it successful; 0: not at all. */
  readonly watchForMilliseconds: number;
  /** What becomes of a release that failed; absent: nothing is said of it. */
  readonly rollback?: RollbackPolicy | undefined;
  /** What GitHub is to show of a release; absent: nothing is said of it. */
  readonly github?: GitHubSettings | undefined;
  /** Where each value comes from, by member: `cluster`, `taskDefinition`, `deployment.circuitBreaker.rollback`. */
  readonly provenance: Provenance;
}

/** `github` of a service. */
interface GitHubSettings {
  readonly deployment?: boolean | undefined;
  /** GitHub's name of the environment. */
  readonly environment?: string | undefined;
  readonly url?: string | undefined;
}

/** A reference in `image` that nobody knows, and the member of `image` that it is in: `repository`. */
export interface UnknownInImage extends ConfigProblem {
  readonly member: string;
}

/** What flags say; they win over the file. */
export interface ServiceOverrides {
  readonly cluster?: Sourced<string> | undefined;
  readonly region?: Sourced<string> | undefined;
  readonly account?: Sourced<string> | undefined;
  /** Absolute path. */
  readonly taskDefinitionFile?: Sourced<string> | undefined;
  readonly containers?: Sourced<readonly string[]> | undefined;
  readonly timeoutMilliseconds?: Sourced<number> | undefined;
  /** Of this run: what the file says for other strategies is left out then. */
  readonly strategy?: Sourced<WantedStrategy> | undefined;
}

/** The services of one environment, in the order of the file. */
export interface ResolvedConfig {
  /** Absent where the services come from flags alone. */
  readonly file?: string | undefined;
  readonly environment?: string | undefined;
  readonly services: readonly ResolvedService[];
}

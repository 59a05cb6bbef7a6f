import type { ApplicationRecord } from './records/application.ts';
import type { CodeDeployDeployment } from './records/deployment.ts';
import type { DeploymentConfigRecord } from './records/deployment-config.ts';

/** Everything that CodeDeploy knows in one account and region. */
export class CodeDeployState {
  /** By name. */
  readonly applications = new Map<string, ApplicationRecord>();
  /** By name, the predefined ones included. */
  readonly configs: Map<string, DeploymentConfigRecord>;
  /** By id, oldest first; they stay when their application goes. */
  readonly deployments = new Map<string, CodeDeployDeployment>();

  constructor(predefined: readonly DeploymentConfigRecord[]) {
    this.configs = new Map(predefined.map((config) => [config.name, config]));
  }
}

import {
  BatchGetApplicationsCommand,
  BatchGetDeploymentGroupsCommand,
  BatchGetDeploymentsCommand,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  CreateDeploymentConfigCommand,
  GetApplicationCommand,
  GetDeploymentCommand,
  GetDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  ListApplicationsCommand,
  ListDeploymentConfigsCommand,
  ListDeploymentGroupsCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
  CodeDeployClient,
  type CodeDeploy as WholeCodeDeploy,
  type CodeDeployClientConfig,
} from '@aws-sdk/client-codedeploy';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = {
  BatchGetApplicationsCommand,
  BatchGetDeploymentGroupsCommand,
  BatchGetDeploymentsCommand,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  CreateDeploymentConfigCommand,
  GetApplicationCommand,
  GetDeploymentCommand,
  GetDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  ListApplicationsCommand,
  ListDeploymentConfigsCommand,
  ListDeploymentGroupsCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
};

/** CodeDeploy, as far as ecsdeploy calls it. */
export type CodeDeploy = CodeDeployClient & OperationsOf<WholeCodeDeploy, typeof commands>;

export function openCodeDeploy(settings: CodeDeployClientConfig): CodeDeploy {
  return withOperations<WholeCodeDeploy, CodeDeployClient, typeof commands>(
    new CodeDeployClient(settings),
    commands,
  );
}

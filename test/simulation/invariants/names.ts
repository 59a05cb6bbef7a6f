import { revisionName } from '../../../src/model/service-ref.ts';
import { isRecalled, wayBackOf, type Invariant } from './invariant.ts';

/** What a result names is there: its deployment, with the revision that it brings in, and what serves in the end. */
export const names: Invariant = {
  name: 'the result names what is there',
  check(release, { ledger }) {
    const { id, said, scenes } = release;
    if (said.kind !== 'outcome') return undefined;
    const { deployment, after, outcome } = said.result;
    const named = ledger.deployments.find((one) => one.id === deployment?.deploymentId);
    if (deployment !== undefined) {
      if (named === undefined) return `${id} names ${deployment.deploymentId}, which never was.`;
      const { serviceDeploymentArn, taskDefinition } = deployment;
      if (serviceDeploymentArn !== undefined && serviceDeploymentArn !== named.arn)
        return `${id} names ${serviceDeploymentArn} for ${named.id}, which is ${named.arn}.`;
      if (taskDefinition !== '' && taskDefinition !== named.taskDefinition)
        return `${id} says that ${named.id} brings in ${taskDefinition}, but it is ${named.taskDefinition}.`;
    }
    const isVerified = ['succeeded', 'failed-rolled-back', 'rolled-back-as-asked'].includes(outcome.kind);
    if (!isVerified || after === undefined || isRecalled(release) || wayBackOf(release) !== undefined)
      return undefined;
    const serving = scenes.map(({ primary }) => revisionName(primary?.taskDefinition ?? ''));
    if (serving.includes(revisionName(after.taskDefinition))) return undefined;
    return `${id} says that ${after.taskDefinition} serves, but it is ${serving.at(-1) ?? 'nothing'}.`;
  },
};

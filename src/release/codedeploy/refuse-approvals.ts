import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ApprovalMoment } from '../../model/lifecycle.ts';
import type { Approval } from '../../model/release-plan.ts';

/** CodeDeploy asks nobody at this moment, or does something else when nobody has answered. */
class ApprovalUnknown extends EcsdeployError {
  constructor({ application, group }: DeploymentGroupState, what: string, suggestion: string) {
    super({
      code: 'config.approval_unavailable',
      message: `approve ${what}`,
      suggestions: [suggestion],
      details: { application, group },
    });
  }
}

/** The deployment group lets traffic move without asking anybody. */
class GroupAsksNobody extends EcsdeployError {
  constructor(group: DeploymentGroupState, timeoutInMinutes: number) {
    super({
      code: 'config.group_asks_nobody',
      message:
        `approve is configured, and the deployment group "${group.application}/${group.group}" of CodeDeploy waits for nobody: ` +
        'its deploymentReadyOption is CONTINUE_DEPLOYMENT',
      suggestions: [
        `Have it wait: ${commandThatWaits(group, timeoutInMinutes)}`,
        'Or leave `approve` out for this service.',
      ],
      details: { application: group.application, group: group.group },
    });
  }
}

// https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
const longestReadyWait = 120 * 60;

/**
 * Refuses approvals that CodeDeploy has no place for: it asks once, before production traffic moves, and only where its group says so.
 * Pure.
 * @throws ApprovalUnknown, GroupAsksNobody
 */
export function refuseApprovals(group: DeploymentGroupState, approvals: readonly Approval[]): void {
  for (const { moment, onTimeout } of approvals) {
    const why = whyNever(moment, group);
    if (why !== undefined) {
      throw new ApprovalUnknown(
        group,
        `asks ${moment}, and CodeDeploy ${why}`,
        'With CodeDeploy take `before-traffic`: once all new tasks are healthy, before they get production traffic.',
      );
    }
    if (onTimeout === 'CONTINUE') {
      throw new ApprovalUnknown(
        group,
        'is to go on when nobody has answered in time, and CodeDeploy stops then',
        'Leave `onTimeout: continue` out.',
      );
    }
  }
  const [first] = approvals;
  if (first === undefined || group.waits.readyInMinutes !== undefined) return;
  throw new GroupAsksNobody(group, Math.min(first.timeoutInMinutes, longestReadyWait));
}

function whyNever(moment: ApprovalMoment, { testListeners }: DeploymentGroupState): string | undefined {
  switch (moment) {
    case 'before-traffic':
      return undefined;
    case 'after-test-traffic':
      return testListeners.length > 0
        ? undefined
        : 'has no test traffic where the group has no test listener';
    case 'before-each-shift':
      return 'asks once, before the first shift';
    case 'before-cleanup':
      return 'does not ask before it ends the old tasks: it waits as long as its group says, and ends them';
    default:
      return moment satisfies never;
  }
}

/**
 * AWS takes `blueGreenDeploymentConfiguration` as a whole: what the group has besides is sent back.
 * https://docs.aws.amazon.com/cli/latest/reference/deploy/update-deployment-group.html
 */
function commandThatWaits(
  { application, group, waits: { terminationInMinutes } }: DeploymentGroupState,
  waitTimeInMinutes: number,
): string {
  const configuration = {
    terminateBlueInstancesOnDeploymentSuccess:
      terminationInMinutes === undefined
        ? { action: 'KEEP_ALIVE' }
        : { action: 'TERMINATE', terminationWaitTimeInMinutes: terminationInMinutes },
    deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes },
  };
  return (
    `\`aws deploy update-deployment-group --application-name ${quoted(application)} ` +
    `--current-deployment-group-name ${quoted(group)} ` +
    `--blue-green-deployment-configuration '${JSON.stringify(configuration)}'\``
  );
}

/** For a shell, where a name needs it. */
function quoted(name: string): string {
  return /^[\w.@-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}

import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import type { SafetyRule } from '../../model/release-plan.ts';
import { ownSafetyRules, type OwnRules } from '../safety-rules.ts';

/** Alarms that stop a deployment of a group, unless it overrides them off. */
export function alarmsOf({ alarms }: Pick<DeploymentGroupState, 'alarms'>): readonly string[] {
  return alarms.enabled ? alarms.names : [];
}

/**
 * Who holds which rule of a release through CodeDeploy: its group those of AWS, which hold even if this process dies. It counts no tasks
 * that die, so those are ours. Pure.
 * @param ignoresAlarms alarms of the group are not to stop this one
 */
export function codeDeployRules(
  group: DeploymentGroupState,
  own: OwnRules,
  { ignoresAlarms = false }: { readonly ignoresAlarms?: boolean } = {},
): SafetyRule[] {
  const { rollsBackOn, waits } = group;
  const names = ignoresAlarms ? [] : alarmsOf(group);
  return [
    ...(rollsBackOn.length > 0
      ? [{ rule: 'auto-rollback', holder: 'aws', rollsBack: true, events: rollsBackOn } as const]
      : []),
    ...(names.length > 0
      ? [
          {
            rule: 'alarms',
            holder: 'aws',
            rollsBack: rollsBackOn.includes('DEPLOYMENT_STOP_ON_ALARM'),
            names,
          } as const,
        ]
      : []),
    ...(waits.readyInMinutes === undefined
      ? []
      : [
          {
            rule: 'approval',
            holder: 'aws',
            // It ends before any traffic has moved.
            rollsBack: true,
            moment: 'before-traffic',
            timeoutInMinutes: waits.readyInMinutes,
          } as const,
        ]),
    ...ownSafetyRules(own, { awsRollsBack: false }),
  ];
}

/** Whether the group goes back by itself when a deployment fails, or an alarm that it watches fires. Pure. */
export function goesBackByItself(group: DeploymentGroupState): boolean {
  const { rollsBackOn } = group;
  const watches = rollsBackOn.includes('DEPLOYMENT_STOP_ON_ALARM') && alarmsOf(group).length > 0;
  return watches || rollsBackOn.includes('DEPLOYMENT_FAILURE');
}

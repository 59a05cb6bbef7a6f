import type { ServiceLoadBalancer, ServiceSettings } from '../aws/service-state.ts';
import { isPause } from '../model/hook-definition.ts';
import { gatePauseOf, isOurHook, momentOf } from '../model/lifecycle-hooks.ts';
import { shiftsTraffic } from '../model/lifecycle.ts';
import type { PlannedHook, PlannedShift } from '../model/planned-shift.ts';

// What AWS takes where a service says nothing.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html
const canaryDefaults = { percent: 5, bakeTimeInMinutes: 10 };
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html
const linearDefaults = { percent: 10, bakeTimeInMinutes: 6 };

/** How the traffic will move under these settings; undefined where AWS shifts none. */
export function plannedShift(
  settings: ServiceSettings,
  loadBalancers: readonly ServiceLoadBalancer[],
): PlannedShift | undefined {
  if (!shiftsTraffic(settings.strategy)) return undefined;
  const rules = loadBalancers.flatMap(({ advanced }) => advanced ?? []);
  return {
    steps: stepsOf(settings),
    finalBakeInMinutes: settings.bakeTimeInMinutes ?? 0,
    productionRules: [...new Set(rules.map(({ productionListenerRule }) => productionListenerRule))],
    testRules: [...new Set(rules.flatMap(({ testListenerRule }) => testListenerRule ?? []))],
  };
}

/** The hooks that will hold a release under these settings, whoever has put them there; undefined where there are none. */
export function plannedHooks({ hooks }: ServiceSettings): PlannedHook[] | undefined {
  if (hooks.length === 0) return undefined;
  return hooks.map((hook) => ({
    target: isPause(hook) ? 'pause' : 'lambda',
    targetArn: hook.hookTargetArn,
    stages: hook.lifecycleStages ?? [],
    holder: isOurHook(hook) ? 'ecsdeploy' : 'others',
    moment: momentOf(hook),
    gates: gatePauseOf(hook)?.gates,
    timeoutInMinutes: hook.timeoutConfiguration?.timeoutInMinutes,
    onTimeout: hook.timeoutConfiguration?.action === 'CONTINUE' ? 'CONTINUE' : 'ROLLBACK',
  }));
}

function stepsOf({ strategy, canary, linear }: ServiceSettings): PlannedShift['steps'] {
  switch (strategy) {
    case 'CANARY':
      return {
        kind: 'canary',
        percent: canary?.percent ?? canaryDefaults.percent,
        bakeInMinutes: canary?.bakeTimeInMinutes ?? canaryDefaults.bakeTimeInMinutes,
      };
    case 'LINEAR':
      return {
        kind: 'linear',
        percent: linear?.percent ?? linearDefaults.percent,
        bakeInMinutes: linear?.bakeTimeInMinutes ?? linearDefaults.bakeTimeInMinutes,
      };
    default:
      return { kind: 'at-once' };
  }
}

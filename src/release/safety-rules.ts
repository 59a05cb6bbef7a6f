import type { ServiceSettings } from '../aws/service-state.ts';
import { approvalsOf, mergeHooks } from '../model/lifecycle-hooks.ts';
import { shiftsTraffic, stageOfApproval } from '../model/lifecycle.ts';
import type { RollbackPolicy } from '../model/gate.ts';
import type { DeploymentSettings, SafetyRule } from '../model/release-plan.ts';
import { crashesAtMost, startFailuresAtMost } from './follow-policy.ts';

/** How a run may act by itself. */
export interface OwnRules {
  readonly rollback: RollbackPolicy;
  readonly rollbackOnTimeout: boolean;
  readonly timeoutMilliseconds: number;
  /** It goes back when another service of its run fails. */
  readonly allOrNone?: boolean | undefined;
}

/** The settings that will be in force: what is configured over what is live. */
export function settingsInForce(live: ServiceSettings, wanted: DeploymentSettings): ServiceSettings {
  const { circuitBreaker, alarms, canary, linear, earlySuccess, hooks, approvals, gatePauses, ...rest } =
    wanted;
  return {
    ...live,
    ...given(rest),
    canary: canary === undefined ? live.canary : { ...live.canary, ...given(canary) },
    linear: linear === undefined ? live.linear : { ...live.linear, ...given(linear) },
    earlySuccess:
      earlySuccess === undefined ? live.earlySuccess : { ...live.earlySuccess, ...given(earlySuccess) },
    hooks: mergeHooks(live.hooks, { hooks, approvals, gatePauses }),
    circuitBreaker:
      circuitBreaker === undefined ? live.circuitBreaker : { ...live.circuitBreaker, ...circuitBreaker },
    alarms: alarms ?? live.alarms,
  };
}

type Given<Settings> = { readonly [Member in keyof Settings]?: Exclude<Settings[Member], undefined> };

/** What is left out keeps its value. */
function given<Settings extends object>(settings: Settings): Given<Settings> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as Given<Settings>;
}

/** Whether AWS's circuit breaker takes a release back by itself. */
export function breakerRollsBack({ circuitBreaker }: ServiceSettings): boolean {
  return circuitBreaker.enable && circuitBreaker.rollback;
}

/** Who holds which rule: AWS's hold even if this process dies. */
export function safetyRules(settings: ServiceSettings, desired: number, own: OwnRules): SafetyRule[] {
  const { circuitBreaker, alarms } = settings;
  return [
    ...(circuitBreaker.enable
      ? [
          {
            rule: 'circuit-breaker',
            holder: 'aws',
            rollsBack: circuitBreaker.rollback,
            threshold: breakerThreshold(circuitBreaker.threshold, desired),
          } as const,
        ]
      : []),
    ...(alarms?.enable === true
      ? [{ rule: 'alarms', holder: 'aws', rollsBack: alarms.rollback, names: alarms.names } as const]
      : []),
    ...approvalRules(settings),
    ...ownSafetyRules(own, { awsRollsBack: breakerRollsBack(settings) }),
  ];
}

/**
 * What this process holds, and nobody when it dies.
 * @param options.awsRollsBack AWS counts tasks that do not start, and goes back by itself
 */
export function ownSafetyRules(
  own: OwnRules,
  { awsRollsBack }: { readonly awsRollsBack: boolean },
): SafetyRule[] {
  return [
    ...(awsRollsBack
      ? []
      : [
          {
            rule: 'start-failures',
            holder: 'ecsdeploy',
            ...whoDecides(own),
            count: startFailuresAtMost,
          } as const,
        ]),
    { rule: 'crash-loop', holder: 'ecsdeploy', ...whoDecides(own), count: crashesAtMost },
    ...(own.allOrNone === true
      ? [{ rule: 'run-failed', holder: 'ecsdeploy', rollsBack: true } as const]
      : []),
    {
      rule: 'timeout',
      holder: 'ecsdeploy',
      rollsBack: own.rollbackOnTimeout,
      afterMilliseconds: own.timeoutMilliseconds,
    },
  ];
}

function whoDecides({ rollback }: OwnRules): { readonly rollsBack: boolean; readonly asks?: true } {
  return { rollsBack: rollback !== 'off', ...(rollback === 'ask' ? { asks: true } : {}) };
}

/** Pauses of ours, which AWS ends by itself when nobody has answered. A rolling release has no stages after those of its tasks. */
function approvalRules({ hooks, strategy }: ServiceSettings): SafetyRule[] {
  return approvalsOf(hooks)
    .filter(({ moment }) => shiftsTraffic(strategy) || stageOfApproval[moment] === 'POST_SCALE_UP')
    .map(({ moment, timeoutInMinutes, onTimeout }) => ({
      rule: 'approval',
      holder: 'aws',
      rollsBack: onTimeout === 'ROLLBACK',
      moment,
      timeoutInMinutes,
    }));
}

/**
 * How many failures trip ECS's circuit breaker: half of the desired count, from 3 to 200, unless configured.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function breakerThreshold(
  threshold: { readonly type: string; readonly value: number } | undefined,
  desired: number,
): number {
  const { type, value } = threshold ?? { type: 'BOUNDED_PERCENT', value: 50 };
  if (type === 'COUNT') return value;
  const share = Math.ceil((value * desired) / 100);
  return type === 'UNBOUNDED_PERCENT' ? share : Math.min(200, Math.max(3, share));
}

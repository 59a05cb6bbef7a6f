import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { ShiftStep, Weights } from '../../records/shift.ts';
import type { LifecycleStage } from '../../records/lifecycle-hook.ts';
import { delays } from '../delays.ts';

const minute = 60_000;

export interface ShiftSituation {
  /** More than one revision was ACTIVE at the start. */
  readonly reconciles: boolean;
  readonly pace: Pace;
}

/** How long ECS takes by itself, in milliseconds. */
export interface Pace {
  /** A stage, before its hooks. */
  readonly idleStage: number;
  /** From new weights of a rule to what comes next. */
  readonly settling: number;
}

/** A network load balancer takes its time to follow; where containers are real, the rest is short. */
export function paceOf(through: {
  readonly networkLoadBalancer: boolean;
  readonly realContainers: boolean;
}): Pace {
  const { idleStage, trafficShift } = through.realContainers
    ? { idleStage: delays.idleStageReal, trafficShift: delays.trafficShiftReal }
    : delays;
  return {
    idleStage,
    settling: through.networkLoadBalancer ? delays.networkLoadBalancerShift : trafficShift,
  };
}

/** The production shares of the new revision, one after the other, and the minutes between them (2.4.5 of the specification). */
export function productionShares(configuration: DeploymentConfiguration): {
  readonly percents: readonly number[];
  readonly minutesBetween: number;
} {
  const { strategy, linearConfiguration: linear, canaryConfiguration: canary } = configuration;
  switch (strategy) {
    case 'LINEAR': {
      // In tenths, as steps of 0.1 % do not add up exactly.
      const step = Math.round((linear?.stepPercent ?? 10) * 10);
      const percents: number[] = [];
      for (let share = step; share < 1000; share += step) percents.push(share / 10);
      return { percents: [...percents, 100], minutesBetween: linear?.stepBakeTimeInMinutes ?? 6 };
    }
    case 'CANARY': {
      const percent = canary?.canaryPercent ?? 5;
      const percents = percent < 100 ? [percent, 100] : [100];
      return { percents, minutesBetween: canary?.canaryBakeTimeInMinutes ?? 10 };
    }
    default:
      return { percents: [100], minutesBetween: 0 };
  }
}

/** Every stage of a deployment that goes well, in its order (2.4.4). */
export function planShift(
  configuration: DeploymentConfiguration,
  { reconciles, pace }: ShiftSituation,
): ShiftStep[] {
  const { settling } = pace;
  const idle = idleFor(pace);
  const { percents, minutesBetween } = productionShares(configuration);
  const production = percents.flatMap((percent): ShiftStep[] => [
    idle('PRE_PRODUCTION_TRAFFIC_SHIFT'),
    {
      ...idle('PRODUCTION_TRAFFIC_SHIFT'),
      moves: { which: 'production', percent },
      settling,
      bake: percent < 100 ? minutesBetween * minute : 0,
    },
  ]);
  return [
    ...(reconciles ? [{ ...idle('RECONCILE_SERVICE'), until: 'reconciled' as const }] : []),
    idle('PRE_SCALE_UP'),
    { ...idle('SCALE_UP'), lead: 0, until: 'scaled-up' },
    idle('POST_SCALE_UP'),
    { ...idle('TEST_TRAFFIC_SHIFT'), moves: { which: 'test', percent: 100 }, settling },
    idle('POST_TEST_TRAFFIC_SHIFT'),
    ...production,
    idle('POST_PRODUCTION_TRAFFIC_SHIFT'),
    { ...idle('BAKE_TIME'), bake: (configuration.bakeTimeInMinutes ?? 0) * minute },
    { ...idle('CLEAN_UP'), lead: 0, until: 'cleaned-up' },
  ];
}

/**
 * The stages of a rollback. Production traffic comes first, and nothing waits before it: that is what a rollback is for. Which of the two AWS
 * moves first is not documented.
 */
export function planReturn(moved: Weights, pace: Pace): ShiftStep[] {
  const { settling } = pace;
  const idle = idleFor(pace);
  const back = (stage: LifecycleStage, which: 'test' | 'production'): ShiftStep[] =>
    moved[which] === 0 ? [] : [{ ...idle(stage), lead: 0, moves: { which, percent: 0 }, settling }];
  return [
    ...back('PRODUCTION_TRAFFIC_SHIFT', 'production'),
    ...back('TEST_TRAFFIC_SHIFT', 'test'),
    { ...idle('CLEAN_UP'), lead: 0, until: 'cleaned-up' },
  ];
}

function idleFor({ idleStage }: Pace): (stage: LifecycleStage) => ShiftStep {
  return (stage) => ({ stage, lead: idleStage, settling: 0, bake: 0 });
}

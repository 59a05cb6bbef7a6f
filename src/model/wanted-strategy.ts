import { strategies, type Strategy } from './lifecycle.ts';

/** What a configuration or a flag may ask for: the strategies of ECS, and what only CodeDeploy has a word for. */
export const wantedStrategies = [...strategies, 'ALL_AT_ONCE'] as const;
export type WantedStrategy = (typeof wantedStrategies)[number];

/** The strategy of ECS that it is; ALL_AT_ONCE is none. */
export function strategyOfEcs(wanted: WantedStrategy | undefined): Strategy | undefined {
  return wanted === 'ALL_AT_ONCE' ? undefined : wanted;
}

import type { ThresholdConfiguration } from '@aws-sdk/client-ecs';

/** How many consecutive failures end a deployment; section 2.8 of the specification. */
export function thresholdFor(
  configuration: ThresholdConfiguration | undefined,
  desiredCount: number,
): number {
  const { type, value } = configuration ?? {};
  const count = value ?? 50;
  switch (type) {
    case 'COUNT':
      return count;
    case 'UNBOUNDED_PERCENT':
      return share(count, desiredCount);
    default:
      return Math.min(200, Math.max(3, share(count, desiredCount)));
  }
}

function share(percent: number, desiredCount: number): number {
  return Math.ceil((percent * desiredCount) / 100);
}

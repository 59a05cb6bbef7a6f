export interface RollingBounds {
  /** Healthy tasks that a deployment must not go below. */
  readonly lower: number;
  /** Tasks, healthy or not, that it must not go above. */
  readonly upper: number;
}

/** Rounded so that both bounds hold: the lower one up, the upper one down (section 2.7 of the specification). */
export function rollingBounds(
  desiredCount: number,
  { minimumHealthyPercent, maximumPercent }: { minimumHealthyPercent: number; maximumPercent: number },
): RollingBounds {
  return {
    lower: Math.ceil((desiredCount * minimumHealthyPercent) / 100),
    upper: Math.floor((desiredCount * maximumPercent) / 100),
  };
}

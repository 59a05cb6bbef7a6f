import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { Metric } from './metric.ts';
import type { Samples } from './samples.ts';

/** From a moment (included) to another (excluded), milliseconds since the epoch. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What a metric has for one minute, or for one second where it has a high resolution. */
export interface Reading {
  /** When it begins. */
  readonly at: number;
  readonly unit: StandardUnit;
  /** Not empty. */
  readonly samples: Samples;
}

/** Where data points come from: somebody who put them, or something of the sandbox that measures itself. */
export interface MetricSource {
  /** The metrics that have, or had, data. */
  metrics(): Iterable<Metric>;
  /** What begins within a window, in any order; nothing for a metric of others. */
  read(metric: Metric, window: Window): Iterable<Reading>;
}

/** The shortest resolution of everything that AWS itself measures. Milliseconds. */
export const minute = 60_000;

/** "Data points with a period of 60 seconds (1-minute) are available for 15 days"; the sandbox has no longer periods. Milliseconds. */
export const retention = 15 * 86_400_000;

export function minuteOf(moment: number): number {
  return Math.floor(moment / minute) * minute;
}

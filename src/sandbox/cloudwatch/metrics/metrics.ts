import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { metricKey, type Metric } from './metric.ts';
import { minuteOf, type MetricSource, type Reading, type Window } from './metric-source.ts';
import { MetricStore } from './metric-store.ts';
import { Samples } from './samples.ts';

/** What to read of a metric. The period is in milliseconds. */
export interface Selection {
  readonly metric: Metric;
  readonly period: number;
  /** Only what was measured in this unit; in any without. */
  readonly unit: StandardUnit | undefined;
}

/** The metrics of one account and region, whoever measures them. */
export class Metrics {
  /** What is kept as it came. */
  readonly store = new MetricStore();
  readonly #sources: MetricSource[] = [this.store];

  addSource(source: MetricSource): void {
    this.#sources.push(source);
  }

  /** The units in which a metric was measured in a window, as far as `read` tells it at `now`. */
  unitsOf(metric: Metric, window: Window, now: number): StandardUnit[] {
    const units = new Set<StandardUnit>();
    for (const { unit } of this.#readings(metric, window, now)) units.add(unit);
    return [...units];
  }

  /** Every metric that has data, once. */
  all(): Metric[] {
    const found = new Map<string, Metric>();
    for (const source of this.#sources) {
      for (const metric of source.metrics()) found.set(metricKey(metric), metric);
    }
    return [...found.values()];
  }

  /**
   * The samples of each period that begins in the window, by when it begins; periods without data are missing. What AWS's services measure
   * shows when its minute is over, at `now`; what somebody put shows at once.
   */
  read({ metric, period, unit }: Selection, window: Window, now: number): Map<number, Samples> {
    const byPeriod = new Map<number, Samples>();
    for (const reading of this.#readings(metric, window, now)) {
      if (unit !== undefined && reading.unit !== unit) continue;
      const at = Math.floor(reading.at / period) * period;
      const known = byPeriod.get(at) ?? new Samples();
      known.merge(reading.samples);
      byPeriod.set(at, known);
    }
    return byPeriod;
  }

  *#readings(metric: Metric, { from, to }: Window, now: number): Iterable<Reading> {
    const known = metric.namespace.startsWith('AWS/') ? minuteOf(now) : Number.POSITIVE_INFINITY;
    for (const source of this.#sources) yield* source.read(metric, { from, to: Math.min(to, known) });
  }
}

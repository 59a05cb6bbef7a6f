import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { metricKey, type Metric } from './metric.ts';
import {
  minute,
  minuteOf,
  retention,
  type MetricSource,
  type Reading,
  type Window,
} from './metric-source.ts';
import { Samples } from './samples.ts';

/** "Data points with a period of less than 60 seconds are available for 3 hours": then they are those of their minute. Milliseconds. */
const retentionOfSeconds = 3 * 3_600_000;

/** How often what nobody adds to any more is looked at. Milliseconds. */
const tidying = 3_600_000;

interface Stored {
  readonly metric: Metric;
  /** By unit and the moment at which they begin. */
  readonly minutes: Map<string, Reading>;
  /** Those that do not begin with a minute. */
  readonly seconds: Map<string, Reading>;
}

/** Data points that are kept as they came, for as long as AWS keeps minutes: those of PutMetricData, and those of requests through the load balancers' ports. */
export class MetricStore implements MetricSource {
  readonly #stored = new Map<string, Stored>();
  #tidiedAt = Number.NEGATIVE_INFINITY;

  /** Adds samples of the minute or second that begins at `at`; `now` is the present moment, in milliseconds since the epoch like it. */
  add(metric: Metric, unit: StandardUnit, at: number, samples: Samples, now: number): void {
    this.#tidy(now);
    const key = metricKey(metric);
    let stored = this.#stored.get(key);
    if (stored === undefined) {
      stored = { metric, minutes: new Map(), seconds: new Map() };
      this.#stored.set(key, stored);
    }
    addTo(at % minute === 0 ? stored.minutes : stored.seconds, { at, unit, samples });
  }

  *metrics(): Iterable<Metric> {
    for (const { metric } of this.#stored.values()) yield metric;
  }

  *read(metric: Metric, { from, to }: Window): Iterable<Reading> {
    const stored = this.#stored.get(metricKey(metric));
    if (stored === undefined) return;
    for (const readings of [stored.minutes, stored.seconds]) {
      for (const reading of readings.values()) {
        if (reading.at >= from && reading.at < to) yield reading;
      }
    }
  }

  #tidy(now: number): void {
    if (now - this.#tidiedAt < tidying) return;
    this.#tidiedAt = now;
    for (const [key, { minutes, seconds }] of this.#stored) {
      for (const [place, reading] of seconds) {
        if (reading.at >= now - retentionOfSeconds) continue;
        seconds.delete(place);
        addTo(minutes, { ...reading, at: minuteOf(reading.at) });
      }
      for (const [place, { at }] of minutes) if (at < now - retention) minutes.delete(place);
      if (minutes.size + seconds.size === 0) this.#stored.delete(key);
    }
  }
}

function addTo(readings: Map<string, Reading>, { at, unit, samples }: Reading): void {
  const place = `${unit} ${at}`;
  let known = readings.get(place);
  if (known === undefined) readings.set(place, (known = { at, unit, samples: new Samples() }));
  known.samples.merge(samples);
}

import type { Measurement, MetricLimit } from '../../model/gate.ts';
import type { Reason } from '../../model/verdict.ts';
import type { MetricReading } from './metrics-reading.ts';
import type { MetricQuestion } from './metrics-question.ts';

type Side = 'at-most' | 'at-least';
type MetricReason = Extract<Reason, { kind: 'metric' }>;

/** What a number is compared with. */
export interface Baseline {
  readonly reading: MetricReading;
  readonly of: 'before-release' | 'old-revision';
}

export interface MetricFindings {
  readonly at: number;
  readonly question: Pick<MetricQuestion, 'name' | 'unit'>;
  readonly reading: MetricReading;
  /** Samples that are enough. */
  readonly needed: number;
  readonly limit: MetricLimit;
  /** Of a comparison; absent where it was not asked for. */
  readonly baseline?: Baseline | undefined;
}

/**
 * What a number says: nothing while it, or what it is compared with, has too few samples. A limit itself is still good.
 * What was 0 may not grow at all in a comparison: there is no percentage of nothing.
 */
export function judgeMetric({ at, question, reading, needed, limit, baseline }: MetricFindings): Measurement {
  const unclear = (name: string, samples: number): Measurement => ({
    kind: 'unclear',
    at,
    because: { kind: 'too-few-samples', name, samples, needed: Math.max(1, needed) },
  });
  if (reading.kind === 'unmeasured') return { kind: 'error', at, error: reading.error };
  if (reading.kind === 'too-few') return unclear(question.name, reading.samples);
  const { value, samples } = reading;
  const compared = limit.kind === 'comparison' ? (baseline?.reading ?? nothing) : undefined;
  if (compared?.kind === 'unmeasured') return { kind: 'error', at, error: compared.error };
  if (compared?.kind === 'too-few') return unclear(`${question.name} to compare with`, compared.samples);
  const before = compared?.value;
  const bounds = boundsOf(limit, before ?? 0);
  const broken = bounds.find((bound) => !isWithin(value, bound));
  const telling = broken ?? bounds[0];
  if (telling === undefined) return { kind: 'error', at, error: `${question.name} has no limit` };
  const because: MetricReason = {
    kind: 'metric',
    name: question.name,
    value,
    unit: question.unit,
    limit: telling.limit,
    side: telling.side,
    samples,
    ...(before === undefined ? {} : { before, comparedWith: baseline?.of }),
  };
  return { kind: broken === undefined ? 'pass' : 'fail', at, because, value };
}

const nothing = { kind: 'too-few', samples: 0 } as const;

interface Bound {
  readonly side: Side;
  readonly limit: number;
}

function isWithin(value: number, { side, limit }: Bound): boolean {
  return side === 'at-most' ? value <= limit : value >= limit;
}

function boundsOf(limit: MetricLimit, before: number): Bound[] {
  switch (limit.kind) {
    case 'absolute':
      return [...bound('at-most', limit.max), ...bound('at-least', limit.min)];
    case 'comparison': {
      const { maxIncreasePercent: up, maxDecreasePercent: down } = limit;
      const percent = Math.abs(before) / 100;
      return [
        ...bound('at-most', up === undefined ? undefined : before + percent * up),
        ...bound('at-least', down === undefined ? undefined : before - percent * down),
      ];
    }
    default:
      return limit satisfies never;
  }
}

function bound(side: Side, limit: number | undefined): Bound[] {
  return limit === undefined ? [] : [{ side, limit }];
}

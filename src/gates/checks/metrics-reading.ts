import type { MetricSeries } from '../../aws/metrics.ts';
import type { MetricQuestion, MetricReadingRule } from './metrics-question.ts';

/** What CloudWatch's answers come to. */
export type MetricReading =
  | { readonly kind: 'number'; readonly value: number; readonly samples: number }
  /** Too few to say anything; none where nothing was counted at all. */
  | { readonly kind: 'too-few'; readonly samples: number }
  | { readonly kind: 'unmeasured'; readonly error: string };

/**
 * Puts the answers to a question together.
 * @param needed samples without which there is no number; one at least
 */
export function readMetric(
  { queries, reading }: MetricQuestion,
  series: readonly MetricSeries[],
  needed: number,
): MetricReading {
  const asked = new Set(queries.map(({ Id }) => Id));
  const incomplete = series.find(({ id, status }) => asked.has(id) && status !== 'Complete');
  if (incomplete !== undefined) return { kind: 'unmeasured', error: whyIncomplete(incomplete) };
  const several = manySeries(reading, series);
  if (several !== undefined) return { kind: 'unmeasured', error: several };
  const { value, samples } = numberOf(reading, (id) => series.find((one) => one.id === id)?.points ?? []);
  if (value === undefined) return { kind: 'too-few', samples };
  const odd = [value, samples].find((number) => !Number.isFinite(number));
  if (odd !== undefined) return { kind: 'unmeasured', error: `CloudWatch's answer is no number: ${odd}` };
  return samples < Math.max(1, needed) ? { kind: 'too-few', samples } : { kind: 'number', value, samples };
}

interface Sum {
  readonly value?: number | undefined;
  readonly samples: number;
}

type Points = MetricSeries['points'];

function numberOf(rule: MetricReadingRule, pointsOf: (id: string) => Points): Sum {
  switch (rule.kind) {
    case 'share': {
      const samples = total(rule.in.flatMap(pointsOf));
      return samples === 0
        ? { samples }
        : { samples, value: (100 * total(rule.of.flatMap(pointsOf))) / samples };
    }
    case 'weighted-mean': {
      const weighed = rule.values.flatMap(({ value, weight }) => {
        const weights = new Map(pointsOf(weight).map((point) => [point.at, point.value]));
        return pointsOf(value).map((point) => ({ value: point.value, weight: weights.get(point.at) ?? 0 }));
      });
      const samples = weighed.reduce((sum, { weight }) => sum + weight, 0);
      if (samples === 0) return { samples };
      return {
        samples,
        value: weighed.reduce((sum, { value, weight }) => sum + value * weight, 0) / samples,
      };
    }
    case 'mean': {
      const values = pointsOf(rule.of);
      const counts = rule.samples.map((id) => total(pointsOf(id)));
      if (values.length === 0) return { samples: 0 };
      const samples = counts.length === 0 ? values.length : Math.max(...counts);
      return { samples, value: total(values) / values.length };
    }
    default:
      return rule satisfies never;
  }
}

function total(points: Points): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}

function whyIncomplete({ id, status, messages }: MetricSeries): string {
  const words = messages.length === 0 ? '' : ` (${messages.join('; ')})`;
  return `CloudWatch answered ${status} for ${id}${words}`;
}

/** A query of the configuration that makes several series has no one number. */
function manySeries(rule: MetricReadingRule, series: readonly MetricSeries[]): string | undefined {
  if (rule.kind !== 'mean') return undefined;
  const count = series.filter(({ id }) => id === rule.of).length;
  return count > 1
    ? `${rule.of} makes ${count} series, and a gate needs one number: aggregate them`
    : undefined;
}

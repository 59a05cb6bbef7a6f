import type { Samples } from './samples.ts';

const simple = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/** `p99`, `p99.9`: the only kind of extended statistics that is played. */
const percentile = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

export type Statistic =
  { readonly kind: (typeof simple)[number] } | { readonly kind: 'percentile'; readonly percent: number };

/** Undefined for what is no statistic, or none that the sandbox computes. */
export function readStatistic(text: string): Statistic | undefined {
  const kind = simple.find((known) => known === text);
  if (kind !== undefined) return { kind };
  const percent = percentile.exec(text)?.[1];
  return percent === undefined ? undefined : { kind: 'percentile', percent: Number(percent) };
}

/** Undefined where the samples do not tell it. They must not be empty. */
export function statisticOf(samples: Samples, statistic: Statistic): number | undefined {
  switch (statistic.kind) {
    case 'SampleCount':
      return samples.count;
    case 'Sum':
      return samples.sum;
    case 'Average':
      return samples.sum / samples.count;
    case 'Minimum':
      return samples.minimum;
    case 'Maximum':
      return samples.maximum;
    case 'percentile':
      return samples.percentile(statistic.percent);
    default:
      return statistic satisfies never;
  }
}

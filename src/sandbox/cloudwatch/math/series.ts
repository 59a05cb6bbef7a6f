/** Values over time. Times are milliseconds since the epoch, the period is in milliseconds. */
export interface Series {
  readonly label: string;
  readonly period: number;
  readonly points: ReadonlyMap<number, number>;
}

/** What an expression is worth: `S`, `TS` and `TS[]` of the user guide. A number that is none stands for no value: it decides nothing. */
export type Worth =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'list'; readonly list: readonly Series[] };

/** A series of those values that are numbers: CloudWatch has neither infinity nor what comes of a division by zero. */
export function seriesOf(
  { label, period }: Pick<Series, 'label' | 'period'>,
  points: Iterable<readonly [number, number]>,
): Series {
  return { label, period, points: new Map([...points].filter(([, value]) => Number.isFinite(value))) };
}

/** A number; none where it is infinite or undefined, as of what comes of nothing. */
export function scalarOf(value: number): Worth {
  return { kind: 'scalar', value: Number.isFinite(value) ? value : Number.NaN };
}

export function mapSeries(series: Series, compute: (value: number) => number): Series {
  return seriesOf(
    series,
    [...series.points].map(([at, value]) => [at, compute(value)] as const),
  );
}

/** Value by value, where both have one. */
export function joinSeries(a: Series, b: Series, compute: (a: number, b: number) => number): Series {
  const points: [number, number][] = [];
  for (const [at, value] of a.points) {
    const other = b.points.get(at);
    if (other !== undefined) points.push([at, compute(value, other)]);
  }
  return seriesOf({ label: a.label, period: Math.max(a.period, b.period) }, points);
}

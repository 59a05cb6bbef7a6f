import { ExpressionFault } from './expression.ts';
import { joinSeries, mapSeries, scalarOf, type Series, type Worth } from './series.ts';

/** The series in a list; a number is none. */
export function listOf(worth: Worth): readonly Series[] {
  switch (worth.kind) {
    case 'scalar':
      throw new ExpressionFault('a number stands where a time series is expected');
    case 'series':
      return [worth.series];
    case 'list':
      return worth.list;
    default:
      return worth satisfies never;
  }
}

/** Two values make one: number by number, moment by moment, and each series of a list with the other side. */
export function combine(left: Worth, right: Worth, compute: (a: number, b: number) => number): Worth {
  // What has no value compares with nothing either.
  const withValues = (a: number, b: number): number =>
    Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : compute(a, b);
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    return scalarOf(withValues(left.value, right.value));
  }
  const mapped = (series: Series): Series =>
    left.kind === 'scalar'
      ? mapSeries(series, (value) => withValues(left.value, value))
      : right.kind === 'scalar'
        ? mapSeries(series, (value) => withValues(value, right.value))
        : series;
  if (left.kind === 'scalar') return sameKind(right, listOf(right).map(mapped));
  if (right.kind === 'scalar') return sameKind(left, listOf(left).map(mapped));
  if (left.kind === 'series' && right.kind === 'series') {
    return { kind: 'series', series: joinSeries(left.series, right.series, compute) };
  }
  if (left.kind === 'list' && right.kind === 'list') {
    throw new ExpressionFault('two lists of time series cannot be combined');
  }
  const list =
    left.kind === 'series'
      ? listOf(right).map((other) => joinSeries(left.series, other, compute))
      : listOf(left).flatMap((other) => listOf(right).map((only) => joinSeries(other, only, compute)));
  return { kind: 'list', list };
}

/** One series stays one. */
export function sameKind(model: Worth, list: readonly Series[]): Worth {
  const [series] = list;
  return model.kind === 'series' && series !== undefined
    ? { kind: 'series', series }
    : { kind: 'list', list };
}

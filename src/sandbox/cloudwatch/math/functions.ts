import { listOf, sameKind } from './combine.ts';
import { ExpressionFault, type Expression } from './expression.ts';
import type { MathContext } from './math-context.ts';
import { mapSeries, scalarOf, seriesOf, type Series, type Worth } from './series.ts';

/** A function gets its arguments as they are written, and what computes them. */
interface CallContext extends MathContext {
  readonly worth: (expression: Expression) => Worth;
}

type MathFunction = (given: readonly Expression[], context: CallContext) => Worth;

/** Of functions that make one value of many. Of none at all only the sum is one. */
const aggregates = new Map<string, (values: readonly number[]) => number>([
  ['SUM', sum],
  ['AVG', (values) => sum(values) / values.length],
  ['MIN', (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)],
  ['MAX', (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)],
]);

const ofEachValue = new Map<string, (value: number) => number>([
  ['ABS', Math.abs],
  ['CEIL', Math.ceil],
  ['FLOOR', Math.floor],
]);

const others = new Map<string, MathFunction>([
  ['FILL', fill],
  ['IF', choose],
  ['METRICS', metrics],
]);

/** Calls a function of metric math, those that the sandbox plays. The others are refused by name. */
export function callFunction(name: string, given: readonly Expression[], context: CallContext): Worth {
  const aggregate = aggregates.get(name);
  if (aggregate !== undefined) return aggregateOf(aggregate, only(name, given, context));
  const compute = ofEachValue.get(name);
  if (compute !== undefined) {
    const worth = only(name, given, context);
    return sameKind(
      worth,
      listOf(worth).map((series) => mapSeries(series, compute)),
    );
  }
  const other = others.get(name);
  if (other !== undefined) return other(given, context);
  const played = [...aggregates.keys(), ...others.keys(), ...ofEachValue.keys()];
  throw new ExpressionFault(
    `the ecsdeploy sandbox does not support the function ${name}; it has ${played.join(', ')}`,
  );
}

function only(name: string, given: readonly Expression[], context: CallContext): Worth {
  const [first] = given;
  if (first === undefined || given.length > 1) throw new ExpressionFault(`${name} takes one argument`);
  return context.worth(first);
}

/** Of one series a number; of a list a series, of what its members have at each moment, be it not all of them. */
function aggregateOf(aggregate: (values: readonly number[]) => number, worth: Worth): Worth {
  if (worth.kind !== 'list') {
    const [series] = listOf(worth);
    return scalarOf(aggregate([...(series?.points.values() ?? [])]));
  }
  const period = Math.max(0, ...worth.list.map((series) => series.period));
  const valuesAt = new Map<number, number[]>();
  for (const { points } of worth.list) {
    for (const [at, value] of points) {
      const known = valuesAt.get(at);
      if (known === undefined) valuesAt.set(at, [value]);
      else known.push(value);
    }
  }
  const points = [...valuesAt].map(([at, values]) => [at, aggregate(values)] as const);
  points.sort(([a], [b]) => a - b);
  return { kind: 'series', series: seriesOf({ label: worth.list[0]?.label ?? '', period }, points) };
}

/** `FILL(m1, 0)`, `FILL(m1, REPEAT)`: a value for every period of the request that has none. */
function fill(given: readonly Expression[], context: CallContext): Worth {
  const [first, filler] = given;
  if (first === undefined || filler === undefined || given.length > 2) {
    throw new ExpressionFault('FILL takes two arguments');
  }
  const worth = context.worth(first);
  const filled = listOf(worth).map((series) => {
    const fillerAt = fillerOf(series, filler, context);
    const points: [number, number][] = [];
    for (const at of context.grid(series.period)) {
      const value = series.points.get(at) ?? fillerAt(at);
      if (value !== undefined) points.push([at, value]);
    }
    return seriesOf(series, points);
  });
  return sameKind(worth, filled);
}

function fillerOf(
  series: Series,
  filler: Expression,
  context: CallContext,
): (at: number) => number | undefined {
  if (filler.kind === 'keyword' && filler.name === 'REPEAT') {
    const known = [...series.points].sort(([a], [b]) => a - b);
    return (at) => known.findLast(([other]) => other < at)?.[1];
  }
  const worth = context.worth(filler);
  if (worth.kind === 'scalar') return () => worth.value;
  const [other] = listOf(worth);
  return (at) => other?.points.get(at);
}

/** `IF(condition, a, b)`; without the third argument there is no value where the condition is not met. */
function choose(given: readonly Expression[], context: CallContext): Worth {
  const [first, second, third] = given;
  if (first === undefined || second === undefined || given.length > 3) {
    throw new ExpressionFault('IF takes two or three arguments');
  }
  const condition = context.worth(first);
  const met = context.worth(second);
  const unmet: Worth = third === undefined ? { kind: 'scalar', value: Number.NaN } : context.worth(third);
  if (condition.kind === 'scalar') {
    if (Number.isNaN(condition.value)) return nothingLike(met);
    return condition.value !== 0 ? met : unmet;
  }
  const lists = [condition, met, unmet].filter((worth) => worth.kind === 'list');
  if (lists.length > 1) throw new ExpressionFault('two lists of time series cannot be combined');
  const [list] = lists;
  if (list === undefined) return { kind: 'series', series: chosen(condition, met, unmet) };
  const one = (worth: Worth, series: Series): Worth => (worth === list ? { kind: 'series', series } : worth);
  return {
    kind: 'list',
    list: list.list.map((series) => ({
      ...chosen(one(condition, series), one(met, series), one(unmet, series)),
      label: series.label,
    })),
  };
}

/** Only the branch that is taken needs a value at a moment: `IF(requests > 0, errors / requests, 0)`. None of the three is a list. */
function chosen(condition: Worth, met: Worth, unmet: Worth): Series {
  const [series] = listOf(condition);
  if (series === undefined) throw new ExpressionFault('IF without a condition');
  const points = [...series.points].flatMap(([at, is]): [number, number][] => {
    const value = valueAt(is !== 0 ? met : unmet, at);
    return value === undefined ? [] : [[at, value]];
  });
  return seriesOf(series, points);
}

/** No value, where one of this kind would be. */
function nothingLike(worth: Worth): Worth {
  return worth.kind === 'scalar'
    ? scalarOf(Number.NaN)
    : sameKind(
        worth,
        listOf(worth).map((series) => seriesOf(series, [])),
      );
}

function valueAt(worth: Worth, at: number): number | undefined {
  if (worth.kind === 'scalar') return worth.value;
  return listOf(worth)[0]?.points.get(at);
}

/** `METRICS()`: every metric of the request. */
function metrics(given: readonly Expression[], context: CallContext): Worth {
  if (given.length > 0)
    throw new ExpressionFault('the ecsdeploy sandbox does not support METRICS with an argument');
  return { kind: 'list', list: context.metrics() };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

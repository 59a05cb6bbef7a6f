import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { evaluate } from '../math/evaluate.ts';
import { ExpressionFault, type Expression } from '../math/expression.ts';
import type { MathContext } from '../math/math-context.ts';
import { readExpression } from '../math/read-expression.ts';
import type { Series, Worth } from '../math/series.ts';
import { requestedMetric } from '../metrics/metric.ts';
import type { Window } from '../metrics/metric-source.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { readStatistic, statisticOf } from '../metrics/statistic.ts';
import { validationError } from '../refusals.ts';

/** As many as GetMetricData returns at a time: AWS keeps none of its resolutions for longer. */
const mostPeriods = 100_800;

export interface Answer {
  readonly id: string;
  readonly series: Series;
}

/** Computes what the queries ask for that are to return data. What a metric measures after `now` is not known yet. */
export function answerQueries(
  metrics: Metrics,
  queries: readonly MetricDataQuery[],
  window: Window,
  now: number,
): Answer[] {
  const answering = new Answering(metrics, queries, window, now);
  return queries
    .filter((query) => query.ReturnData !== false)
    .flatMap((query) =>
      answering.result(query).map((series) => ({
        id: query.Id ?? '',
        series: { ...series, label: query.Label ?? series.label },
      })),
    );
}

class Answering implements MathContext {
  readonly #metrics: Metrics;
  readonly #queries: readonly MetricDataQuery[];
  readonly #window: Window;
  readonly #now: number;
  readonly #worths = new Map<string, Worth>();
  /** The expressions that are being computed, each of which needs the next. */
  readonly #underWay: string[] = [];

  constructor(metrics: Metrics, queries: readonly MetricDataQuery[], window: Window, now: number) {
    this.#metrics = metrics;
    this.#queries = queries;
    this.#window = window;
    this.#now = now;
  }

  result(query: MetricDataQuery): readonly Series[] {
    const worth = this.#worth(query);
    switch (worth.kind) {
      case 'series':
        return [worth.series];
      case 'list':
        return worth.list;
      case 'scalar':
        throw this.#fault(query, 'it is worth a number, and not a time series');
      default:
        return worth satisfies never;
    }
  }

  worthOf = (id: string): Worth | undefined => {
    const query = this.#queries.find((other) => other.Id === id);
    return query && this.#worth(query);
  };

  metrics = (): readonly Series[] =>
    this.#queries.flatMap(({ MetricStat: stat }) => (stat === undefined ? [] : [this.#measured(stat)]));

  grid = (period: number): readonly number[] => {
    const to = Math.min(this.#window.to, this.#now);
    const from = startOf(this.#window.from, period);
    const periods = Math.ceil((to - from) / period);
    if (periods > mostPeriods) {
      throw new ExpressionFault(
        `it would fill ${periods.toLocaleString('en')} periods, and the ecsdeploy sandbox fills ${mostPeriods.toLocaleString('en')}; let StartTime be later`,
      );
    }
    return Array.from({ length: Math.max(0, periods) }, (_, index) => from + index * period);
  };

  #worth(query: MetricDataQuery): Worth {
    const id = query.Id ?? '';
    const known = this.#worths.get(id);
    if (known !== undefined) return known;
    const worth: Worth =
      query.MetricStat === undefined
        ? this.#computed(query)
        : { kind: 'series', series: this.#measured(query.MetricStat) };
    this.#worths.set(id, worth);
    return worth;
  }

  #measured({ Metric, Period = 60, Stat = '', Unit }: MetricStat): Series {
    const metric = requestedMetric(Metric?.Namespace, Metric?.MetricName, Metric?.Dimensions);
    const period = 1000 * Period;
    const statistic = readStatistic(Stat);
    const window = { ...this.#window, from: startOf(this.#window.from, period) };
    const points = new Map<number, number>();
    if (statistic !== undefined) {
      const selection = { metric, period, unit: Unit };
      for (const [at, samples] of this.#metrics.read(selection, window, this.#now)) {
        const value = statisticOf(samples, statistic);
        if (value !== undefined) points.set(at, value);
      }
    }
    return { label: metric.name, period, points };
  }

  #computed(query: MetricDataQuery): Worth {
    const id = query.Id ?? '';
    if (this.#underWay.includes(id)) throw this.#fault(query, 'it needs its own result');
    this.#underWay.push(id);
    try {
      const worth = evaluate(this.#read(query), this);
      return worth.kind === 'series' ? { ...worth, series: { ...worth.series, label: id } } : worth;
    } catch (error) {
      if (error instanceof ExpressionFault) throw this.#fault(query, error.message);
      throw error;
    } finally {
      this.#underWay.pop();
    }
  }

  #read({ Expression: text = '' }: MetricDataQuery): Expression {
    if (/^\s*(SELECT|SEARCH)\b/.test(text)) {
      throw new ExpressionFault('the ecsdeploy sandbox has neither Metrics Insights nor SEARCH');
    }
    return readExpression(text);
  }

  #fault({ Id: id = '', Expression: text = '' }: MetricDataQuery, why: string): Error {
    return validationError(`Error in expression '${id}' (${text}): ${why}.`);
  }
}

/** The beginning of the period in which a moment is. */
function startOf(moment: number, period: number): number {
  return Math.floor(moment / period) * period;
}

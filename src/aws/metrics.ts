import type { GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import type { MetricQuery } from '../model/gate.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';
import { withOpenShape } from './open-shape.ts';

/** From and to, in milliseconds since the epoch: whole minutes, the end not included. */
export interface MetricWindow {
  readonly start: number;
  readonly end: number;
}

/** What AWS has for one query. */
export interface MetricSeries {
  /** The `Id` of its query. */
  readonly id: string;
  /** Complete | PartialData | InternalError | Forbidden */
  readonly status: string;
  /** In no order; `at` is the beginning of the period, in milliseconds since the epoch. A value need not be finite. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
  /** What AWS says about it, where it says anything. */
  readonly messages: readonly string[];
}

/** With all its members (`open-shape.ts`): times are epoch seconds, and what is no number is a text (`"NaN"`). */
interface MetricDataResult {
  readonly Id?: string;
  readonly Label?: string;
  readonly StatusCode?: string;
  readonly Timestamps?: readonly number[];
  readonly Values?: readonly (number | string)[];
  readonly Messages?: readonly { readonly Code?: string; readonly Value?: string }[];
}

interface MetricData {
  readonly MetricDataResults?: readonly MetricDataResult[];
  readonly NextToken?: string;
}

/**
 * The numbers of a window, for queries in AWS's own spelling: one series for each whose data is returned, or several where an
 * expression makes several.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 * @throws what `call` throws
 */
export async function getMetricData(
  aws: Aws,
  queries: readonly MetricQuery[],
  { start, end }: MetricWindow,
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<MetricSeries[]> {
  const { GetMetricDataCommand } = await import('./sdk/cloudwatch.ts');
  const input = { MetricDataQueries: queries, StartTime: start / 1_000, EndTime: end / 1_000 };
  const found = new Map<string, MetricSeries>();
  let nextToken: string | undefined;
  do {
    const page = nextToken === undefined ? input : { ...input, NextToken: nextToken };
    const output = (await call(
      aws,
      { operation: 'cloudwatch:GetMetricData', repeat: 'freely', ...options },
      aws.clients.cloudWatch,
      (cloudWatch, send) =>
        cloudWatch.send(
          withOpenShape(new GetMetricDataCommand(page as unknown as GetMetricDataCommandInput)),
          send,
        ),
    )) as unknown as MetricData;
    for (const result of output.MetricDataResults ?? []) {
      // An expression such as SEARCH makes several series of one id.
      const key = `${result.Id ?? ''} ${result.Label ?? ''}`;
      found.set(key, joined(found.get(key), toSeries(result)));
    }
    nextToken = output.NextToken;
  } while (nextToken !== undefined);
  return [...found.values()];
}

function toSeries({
  Id,
  StatusCode,
  Timestamps = [],
  Values = [],
  Messages = [],
}: MetricDataResult): MetricSeries {
  return {
    id: Id ?? '',
    status: StatusCode ?? 'Complete',
    points: Values.map((value, nth) => ({
      at: (Timestamps[nth] ?? Number.NaN) * 1_000,
      value: Number(value),
    })),
    messages: Messages.map(({ Code, Value }) => Value ?? Code ?? ''),
  };
}

/** A series that came in several pages: only the last one says whether it is complete. */
function joined(before: MetricSeries | undefined, next: MetricSeries): MetricSeries {
  if (before === undefined) return next;
  return {
    ...next,
    points: [...before.points, ...next.points],
    messages: [...before.messages, ...next.messages],
  };
}

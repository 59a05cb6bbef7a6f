import type { MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { validationError } from '../refusals.ts';
import type { Answer } from './answer-queries.ts';

/** Where a page begins, and at what moment the first one was asked for: the pages after it know no more than that one did. */
export interface PagePlace {
  readonly asOf: number;
  /** How many data points were returned already. */
  readonly passed: number;
}

export function readToken(token: string, now: number): PagePlace {
  const [asOf, passed] = Buffer.from(token, 'base64url').toString().split(' ').map(Number);
  if (asOf === undefined || passed === undefined || !(asOf <= now) || !(passed > 0)) {
    throw validationError(`The value ${token} for parameter NextToken is invalid.`);
  }
  return { asOf, passed };
}

export function tokenOf({ asOf, passed }: PagePlace): string {
  return Buffer.from(`${asOf} ${passed}`).toString('base64url');
}

/** The results from a place on, with so many data points at most. A result that goes on says `PartialData`. */
export function pageOfAnswers(
  answers: readonly Answer[],
  order: 'TimestampAscending' | 'TimestampDescending',
  passed: number,
  most: number,
): { results: MetricDataResult[]; next: number | undefined } {
  const end = passed + most;
  const results: MetricDataResult[] = [];
  let begin = 0;
  for (const { id, series } of answers) {
    const all = [...series.points].sort(([a], [b]) => (order === 'TimestampAscending' ? a - b : b - a));
    const points = all.slice(Math.max(0, passed - begin), Math.max(0, end - begin));
    // A result without data is told once, at the beginning.
    if (points.length > 0 || (all.length === 0 && passed === 0)) {
      results.push({
        Id: id,
        Label: series.label,
        Timestamps: points.map(([at]) => new Date(at)),
        Values: points.map(([, value]) => value),
        StatusCode: begin + all.length > end ? 'PartialData' : 'Complete',
      });
    }
    begin += all.length;
  }
  return { results, next: begin > end ? end : undefined };
}

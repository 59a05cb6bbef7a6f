import type { Series, Worth } from './series.ts';

/** What an expression can refer to. */
export interface MathContext {
  /** What another query of the request is worth; undefined for an id that it does not have. */
  readonly worthOf: (id: string) => Worth | undefined;
  /** The series of all queries that name a metric. */
  readonly metrics: () => readonly Series[];
  /** When the periods of the request begin, in their order. */
  readonly grid: (period: number) => readonly number[];
}

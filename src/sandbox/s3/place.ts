import type { S3State } from './state.ts';

/** Where S3 is asked, and when. */
export interface S3Place {
  readonly state: S3State;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly requestId: string;
}

import type { Aws } from '../aws/aws.ts';
import type { Clock } from '../model/clock.ts';
import type { Milliseconds } from '../model/duration.ts';
import type { Report } from '../model/release-event.ts';

/** What gates need to measure. Made once, in `cli/wire.ts`. */
export interface GateContext extends GatePorts {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly report: Report;
  /** Aborted when a person or the runner asks us to leave. */
  readonly interrupt: AbortSignal;
}

/** Ways out of this process that are not AWS. */
export interface GatePorts {
  readonly askHttp: AskHttp;
  readonly runProgram: RunProgram;
}

export interface HttpQuestion {
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: Milliseconds;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** As far as it was read: the first 64 KiB, as UTF-8. */
  readonly body: string;
  /** From the question to the end of what was read. */
  readonly milliseconds: Milliseconds;
}

/**
 * Asks a URL once, following no redirect.
 * @throws Error whose message says why there was no answer: refused, no such host, certificate, time-out
 */
export type AskHttp = (question: HttpQuestion) => Promise<HttpAnswer>;

export interface ProgramOrder {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Added to the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** After this it is ended, with all that it has started. */
  readonly timeout: Milliseconds;
  readonly signal?: AbortSignal | undefined;
}

export type ProgramEnd =
  | { readonly kind: 'exit'; readonly exitCode: number; readonly lastLine?: string | undefined }
  | { readonly kind: 'timeout' }
  /** It ended by a signal that we did not send. */
  | { readonly kind: 'signal'; readonly signal: string };

/**
 * Runs a program without a shell, with nothing on its standard input.
 * @throws Error when it could not be started
 */
export type RunProgram = (order: ProgramOrder) => Promise<ProgramEnd>;

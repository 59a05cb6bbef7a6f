import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReleaseEvent } from '../../model/release-event.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { serviceName } from '../../model/service-ref.ts';
import type { Failure } from '../../output/failure-text.ts';
import { annotations, failureAnnotations } from '../../output/github/annotations.ts';
import { fitSummary, summaryLimit } from '../../output/github/fit-summary.ts';
import { interruptSummary } from '../../output/github/interrupt-summary.ts';
import { failureSummary, textSummary } from '../../output/github/other-summaries.ts';
import {
  commandOutputs,
  failureOutputs,
  interruptOutputs,
  outputLines,
  releaseOutputs,
  type Outputs,
} from '../../output/github/outputs.ts';
import { emptyRecord, recorded, type ReleaseRecord } from '../../output/github/release-record.ts';
import { releaseSummary } from '../../output/github/release-summary.ts';
import type { SummaryBlock } from '../../output/github/summary-block.ts';
import { workflowCommand } from '../../output/github/workflow-command.ts';
import type { CalledAs } from '../called-as.ts';
import { signalExitCodes, type Signal } from '../signals.ts';
import { appendApart } from './append-apart.ts';
import type { GitHubRun } from './github-run.ts';
import { SummaryFile } from './summary-file.ts';

const shortestHidden = 4;

/**
 * Reports to the step of GitHub Actions that runs this process: outputs, a summary, annotations. That a file cannot be written never
 * fails a release: it gives a warning, once.
 */
export class GitHubReport {
  readonly #run: GitHubRun;
  /** `ecsdeploy deploy` */
  readonly #command: string;
  readonly #write: (text: string) => void;
  readonly #summary: SummaryFile | undefined;
  readonly #records = new Map<string, ReleaseRecord>();
  readonly #warned = new Set<string>();
  readonly #hidden = new Set<string>();

  /** @param write to stderr, so that standard output holds nothing but the result */
  constructor(run: GitHubRun, command: string, write: (text: string) => void) {
    this.#run = run;
    this.#command = command;
    this.#write = write;
    this.#summary = run.summaryFile === undefined ? undefined : new SummaryFile(run.summaryFile);
  }

  /** Keeps what an event tells. */
  record(event: ReleaseEvent): void {
    const known = this.#records.get(event.service) ?? emptyRecord(event);
    this.#records.set(event.service, recorded(known, event));
  }

  /** Has the runner hide these texts in the log of the whole job, whoever prints them: before they are used for the first time. */
  hide(values: readonly string[]): void {
    for (const value of values.flatMap((text) => text.split(/\r?\n/).map((line) => line.trim()))) {
      // Hiding every `on` and `1` would leave no log to read.
      if (value.length < shortestHidden || this.#hidden.has(value)) continue;
      this.#hidden.add(value);
      this.#write(`${workflowCommand('add-mask', value)}\n`);
    }
  }

  /** The runner kills what has not ended ten seconds after the first signal: what is known now is written now. */
  interrupted(signal: Signal, then: 'detach' | 'rollback', calledAs?: CalledAs): void {
    const records = [...this.#records.values()];
    const blocks = interruptSummary(signal, then, records, calledAs);
    this.#writing('the summary', () => this.#summary?.writeProvisionally(this.#fit(blocks)));
    this.#writeOutputs(interruptOutputs(records, signalExitCodes[signal]));
  }

  /** @param document the JSON document of the run, as it is printed */
  released(
    results: readonly ReleaseResult[],
    end: {
      readonly exitCode: number;
      readonly deciding: readonly ReleaseResult[];
      readonly document: string;
    },
  ): void {
    const { exitCode, deciding, document } = end;
    const recordOf = (service: string): ReleaseRecord | undefined => this.#records.get(service);
    this.#annotate(annotations(results));
    this.#summarise(releaseSummary({ results, recordOf, exitCode, deciding }));
    const told = deciding[0] ?? results[0];
    if (told === undefined) return;
    this.#finish(releaseOutputs(told, recordOf(serviceName(told.service)), exitCode), document);
  }

  /** A command that released nothing. */
  printed(
    body: Readonly<Record<string, unknown>>,
    end: { readonly exitCode: number; readonly document: string; readonly summary?: string | undefined },
  ): void {
    const { exitCode, document, summary } = end;
    if (summary !== undefined) this.#summarise(textSummary(summary, this.#command, exitCode));
    this.#finish(commandOutputs(body, exitCode), document);
  }

  failed(failure: Failure, document: string): void {
    this.#annotate(failureAnnotations(failure, this.#command, (file) => this.#inRepository(file)));
    this.#summarise(failureSummary(failure, this.#command));
    this.#finish(failureOutputs(failure), document);
  }

  // Other paths would show nothing at the lines of a pull request.
  #inRepository(file: string): string | undefined {
    const { workspace } = this.#run;
    const relative = workspace === undefined ? '..' : path.relative(workspace, path.resolve(file));
    return path.isAbsolute(relative) || relative.split(path.sep)[0] === '..'
      ? undefined
      : relative.split(path.sep).join('/');
  }

  #annotate(lines: readonly string[]): void {
    for (const line of lines) this.#write(`${line}\n`);
  }

  #summarise(blocks: readonly SummaryBlock[]): void {
    this.#writing('the summary', () => this.#summary?.write(this.#fit(blocks)));
  }

  // The limit is that of the step, which may run more than this one command.
  #fit(blocks: readonly SummaryBlock[]): string {
    return `${fitSummary(blocks, summaryLimit - (this.#summary?.size ?? 0))}\n`;
  }

  #finish(outputs: Outputs, document: string): void {
    const result = this.#writeDocument(document);
    this.#writeOutputs({ ...outputs, ...(result === undefined ? {} : { result }) });
  }

  /** Where it is; undefined where it could not be written. */
  #writeDocument(document: string): string | undefined {
    const { temporaryFolder } = this.#run;
    if (temporaryFolder === undefined) return undefined;
    const file = path.join(temporaryFolder, `ecsdeploy-${randomBytes(4).toString('hex')}.json`);
    return this.#writing('the result', () => {
      writeFileSync(file, document, { flag: 'wx', mode: 0o600 });
      return file;
    });
  }

  #writeOutputs(outputs: Outputs): void {
    const { outputFile } = this.#run;
    if (outputFile === undefined) return;
    const delimiter = `ecsdeploy_${randomBytes(16).toString('hex')}`;
    this.#writing('the outputs', () => {
      appendApart(outputFile, outputLines(outputs, delimiter), '\n');
    });
  }

  #writing<Result>(what: string, write: () => Result): Result | undefined {
    try {
      return write();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // Whatever is no answer of the file system is a bug.
      if (code === undefined) throw error;
      const text = `${what} of the step could not be written: ${message}`;
      if (!this.#warned.has(what)) this.#write(`${workflowCommand('warning', text)}\n`);
      this.#warned.add(what);
      return undefined;
    }
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GitHubReport } from '../../../src/cli/github/github-report.ts';
import { runEndOf } from '../../../src/cli/run-end.ts';
import type { ReleaseFact } from '../../../src/model/release-event.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { documentText, resultDocument } from '../../../src/output/result-json.ts';
import type { ReleaseContext } from '../../../src/release/release-context.ts';
import type { Rehearsal } from '../rehearsal.ts';
import type { RehearsedRun } from '../rehearsed-run.ts';

/** What a step of GitHub Actions has of a release that was rehearsed. */
export interface ToldToGitHub {
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Workflow commands. */
  readonly commands: readonly string[];
}

/** A step that a release reports to, its files in a folder of its own. */
export class RehearsedStep {
  readonly report: GitHubReport;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'ecsdeploy-step-'));
  readonly #commands: string[] = [];

  constructor(command = 'ecsdeploy deploy') {
    const run = {
      outputFile: this.#file('output'),
      summaryFile: this.#file('summary'),
      temporaryFolder: this.#folder,
    };
    this.report = new GitHubReport(run, command, (text) => this.#commands.push(text.trimEnd()));
  }

  /** A process whose release is recorded. */
  context(rehearsal: Rehearsal, interrupt?: AbortSignal, service = 'prod/web'): ReleaseContext {
    const context = rehearsal.context(interrupt);
    const tell = (fact: ReleaseFact): void => {
      context.report(fact);
      this.report.record({ at: rehearsal.sandbox.clock.now(), release: 'release-1', service, ...fact });
    };
    return { ...context, report: tell };
  }

  /** What a run of several services has told. */
  recordRun({ told }: RehearsedRun): void {
    for (const { at, service, fact } of told)
      this.report.record({ at, release: 'release-1', service: `prod/${service}`, ...fact });
  }

  /** Ends as `BaseCommand.printResult` does. */
  conclude(...results: ReleaseResult[]): ToldToGitHub {
    const { exitCode, deciding } = runEndOf(results);
    const document = documentText(resultDocument(exitCode, results));
    this.report.released(results, { exitCode, deciding, document });
    return this.end();
  }

  /** What stands in the summary by now. */
  summary(): string {
    return this.#read('summary');
  }

  /** What is in its files by now; they are gone afterwards. */
  end(): ToldToGitHub {
    const outputs = readOutputs(this.#read('output'));
    const summary = this.#read('summary');
    const { result } = outputs;
    const told = result === undefined ? outputs : { ...outputs, result: documentIn(result) };
    rmSync(this.#folder, { recursive: true, force: true });
    return { summary, outputs: told, commands: this.#commands };
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }

  #read(name: string): string {
    try {
      return readFileSync(this.#file(name), 'utf8');
    } catch {
      return '';
    }
  }
}

/** Where it is, is another place in each run; that it is the document counts. */
function documentIn(file: string): string {
  const { exitCode, releases } = JSON.parse(readFileSync(file, 'utf8')) as {
    exitCode: number;
    releases: unknown[];
  };
  return `a document with exit code ${exitCode} and ${releases.length} releases`;
}

/** As the runner reads it: the last value of a name counts, and an empty one is as good as none. */
function readOutputs(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm)].map(([, name = '', , value = '']) => [
    name,
    value,
  ]);
  const last = Object.fromEntries(pairs) as Record<string, string>;
  return Object.fromEntries(Object.entries(last).filter(([, value]) => value !== ''));
}

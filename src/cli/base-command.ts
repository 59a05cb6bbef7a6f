import { stripVTControlCharacters } from 'node:util';
import { Command, Errors, type Interfaces } from '@oclif/core';
import type { ReleaseResult } from '../model/release-result.ts';
import { serviceName } from '../model/service-ref.ts';
import { failureText } from '../output/failure-text.ts';
import { paletteFor, type Palette } from '../output/palette.ts';
import { documentText, exactDocumentText, failureDocument, resultDocument } from '../output/result-json.ts';
import { resultsText } from '../output/results-text.ts';
import { jsonWithoutCommands, withoutCommands } from '../output/github/workflow-command.ts';
import type { Terminal } from '../output/terminal.ts';
import { failureFrom } from './failure.ts';
import type { GitHubReport } from './github/github-report.ts';
import { openGitHubReport } from './github/open-github-report.ts';
import { runEndOf } from './run-end.ts';
import { readTerminal } from './terminal.ts';
import { globalFlags } from './shared-flags.ts';
import type { WiringOptions } from './wire.ts';

type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<
  (typeof BaseCommand)['baseFlags'] & T['flags']
>;
type Wiring = Omit<WiringOptions, 'onInterrupt'>;
type ArgsOf<T extends typeof Command> = Interfaces.InferredArgs<T['args']>;

/**
 * What all commands share: global flags, one look at the terminal, results and failures in the form that was asked for, and the
 * exit code. A command parses nothing and prints through `printResult` or `print`.
 */
export abstract class BaseCommand<T extends typeof Command> extends Command {
  static override baseFlags = globalFlags;
  // Not every command has flags of its own.
  static override flags = {};

  protected flags!: FlagsOf<T>;
  protected args!: ArgsOf<T>;
  /** What `print` prints belongs on the page of a run of GitHub Actions as well. */
  protected readonly isForThePageOfTheRun: boolean = false;
  protected terminal!: Terminal;
  /** Absent where no step of GitHub Actions runs this. */
  #github: GitHubReport | undefined;

  override async init(): Promise<void> {
    await super.init();
    // Before the flags are parsed, so that a failure to parse them is already reported as asked.
    this.terminal = readTerminal(process, {
      noColor: this.isAsked('no-color'),
      noInput: this.isAsked('no-input'),
    });
    this.#github = await openGitHubReport(process.env, this.#typed);
    const { flags, args } = await this.parse({
      flags: this.ctor.flags,
      baseFlags: BaseCommand.baseFlags,
      args: this.ctor.args,
      strict: this.ctor.strict,
    });
    this.flags = withLists(flags, this.ctor.flags) as FlagsOf<T>;
    this.args = args as ArgsOf<T>;
  }

  /** Also by environment, and before the flags are parsed; oclif itself looks at the arguments only. */
  override jsonEnabled(): boolean {
    return this.isAsked('json');
  }

  /** The colours of standard output. */
  protected get palette(): Palette {
    return paletteFor(this.terminal.stdout);
  }

  /** What `withContext` wants to know of the command line. */
  protected wiring(service: {
    readonly cluster: string;
    readonly service: string;
    readonly region?: string | undefined;
  }): Wiring {
    return this.wiringOf(serviceName(service), service.region);
  }

  /** The same for something that is no service. */
  protected wiringOf(subject: string, region: string | undefined): Wiring {
    return { subject, region, ...this.wiringOfRun() };
  }

  /** The same for several of them. */
  protected wiringOfRun(): Omit<Wiring, 'subject' | 'region'> {
    return {
      profile: this.flags.profile,
      terminal: this.terminal,
      json: this.jsonEnabled(),
      quiet: this.isAsked('quiet'),
      verbose: this.isAsked('verbose'),
      github: this.#github,
    };
  }

  /** Prints what the releases came to and leaves with their exit code: the last thing that a command does. */
  protected printResult(
    results: readonly ReleaseResult[],
    more: Readonly<Record<string, unknown>> = {},
  ): void {
    const { exitCode, deciding } = runEndOf(results);
    const document = (): string => documentText(resultDocument(exitCode, results, more));
    this.#github?.released(results, { exitCode, deciding, document: document() });
    if (this.jsonEnabled()) this.writeJson(document());
    else {
      const { isTTY, columns } = this.terminal.stdout;
      const end = { exitCode, deciding, columns: isTTY ? columns : undefined };
      this.writeText(resultsText(results, this.palette, end));
    }
    if (exitCode !== 0) this.exit(exitCode);
  }

  /** Prints the result of a command that releases nothing: `text` for people, `body` beside `ok` and `exitCode` under --json. */
  protected print(text: string, body: Readonly<Record<string, unknown>>, exitCode = 0): void {
    const document = (): string => documentText(resultDocument(exitCode, [], body));
    const summary = this.isForThePageOfTheRun ? stripVTControlCharacters(text) : undefined;
    this.#github?.printed(body, { exitCode, document: document(), summary });
    if (this.jsonEnabled()) this.writeJson(document());
    else this.writeText(text.endsWith('\n') ? text : `${text}\n`);
    if (exitCode !== 0) this.exit(exitCode);
  }

  /** Prints a document to be handed on as it is, its secrets too, in the same two forms. */
  protected printExactly(text: string, body: Readonly<Record<string, unknown>>): void {
    const document = resultDocument(0, [], body);
    this.#github?.printed({}, { exitCode: 0, document: documentText(document) });
    if (this.jsonEnabled()) this.writeJson(exactDocumentText(document));
    // What is JSON stays the same value; the runner must not take a command from it all the same.
    else if (isJson(text)) this.writeJson(`${text}\n`);
    else this.writeText(`${text}\n`);
  }

  /** A word to the person on stderr; silent under --quiet and --json. */
  protected say(text: string): void {
    if (!this.isAsked('quiet') && !this.jsonEnabled()) process.stderr.write(this.#asText(`${text}\n`));
  }

  // oclif would print the error itself and, under --json, lose its exit code (core 4.14 reads `exitCode`, not `oclif.exit`).
  // What leaves here is only the exit code.
  protected override catch(error: unknown): Promise<never> {
    if (error instanceof Errors.ExitError) throw error;
    const failure = failureFrom(error, {
      command: this.#typed,
      flags: Object.keys({ ...BaseCommand.baseFlags, ...this.ctor.flags }),
      bugs: bugsUrl(this.config.pjson['bugs']),
    });
    const document = documentText(failureDocument(failure));
    this.#github?.failed(failure, document);
    if (this.jsonEnabled()) this.writeJson(document);
    else {
      const palette = paletteFor(this.terminal.stderr);
      const text = failureText(failure, palette, { verbose: this.isAsked('verbose') });
      process.stderr.write(this.#asText(text));
    }
    throw new Errors.ExitError(failure.exitCode);
  }

  /** `ecsdeploy deploy` */
  get #typed(): string {
    return `${this.config.bin} ${(this.id ?? '').replaceAll(':', ' ')}`.trim();
  }

  private writeText(text: string): void {
    process.stdout.write(this.#asText(text));
  }

  private writeJson(text: string): void {
    process.stdout.write(this.#github === undefined ? text : jsonWithoutCommands(text));
  }

  // The runner takes commands from both streams, and what is shown comes from anywhere.
  #asText(text: string): string {
    return this.#github === undefined ? text : withoutCommands(text);
  }

  /** Whether a global switch is on, read without the parser. */
  private isAsked(flag: 'json' | 'quiet' | 'verbose' | 'no-color' | 'no-input'): boolean {
    const end = this.argv.indexOf('--');
    const given = end === -1 ? this.argv : this.argv.slice(0, end);
    const shortened = flag === 'quiet' && given.includes('-q');
    return given.includes(`--${flag}`) || shortened || isTruthy(process.env[globalFlags[flag].env ?? '']);
  }
}

// oclif hands over a single value, not a list, for a repeatable flag that comes from its environment variable.
function withLists(
  flags: Readonly<Record<string, unknown>>,
  definitions: Interfaces.FlagInput,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => {
      const definition = definitions[name];
      const isList = definition?.type === 'option' && definition.multiple === true;
      return [name, isList && !Array.isArray(value) ? [value] : value];
    }),
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// The words that oclif takes for yes in a variable of a boolean flag.
function isTruthy(value: string | undefined): boolean {
  return ['true', '1', 'yes', 'y'].includes(value?.toLowerCase() ?? '');
}

function bugsUrl(bugs: unknown): string | undefined {
  if (typeof bugs === 'string') return bugs;
  const url = typeof bugs === 'object' && bugs !== null && 'url' in bugs ? bugs.url : undefined;
  return typeof url === 'string' ? url : undefined;
}

import type { OutputStream } from '../../program/run.ts';
import type { BuildFailure } from '../build-errors.ts';
import { legacyStep, stepNamed, type NamedStep } from '../build-progress.ts';

interface Work {
  readonly name: string;
  readonly step: NamedStep | undefined;
  readonly lines: string[];
  error?: string | undefined;
}

interface LoggedLine {
  readonly text: string;
  readonly work: Work | undefined;
}

const keptLines = 60;
// It blames a setting that is ours: the user's client has no plugin, which was said when it was chosen.
const noticeOfLegacyBuilder =
  /^(?:DEPRECATED: The legacy builder|\s+(?:BuildKit is currently disabled|environment-variable\.|Install the buildx component))/;
const buildKitLine = /^#(\d+) (.*)$/;
const digest = /^sha256:[0-9a-f]{64}$/;
const sentContext = /(?:transferring context: |Sending build context to Docker daemon +)([\d.]+[kMGT]?B)/;
const exitCode = /(?:exit code: |returned a non-zero code: )(\d+)/g;

/**
 * Reads the output of a build as it comes, from BuildKit (`--progress=plain`) or the legacy builder, and keeps what explains a
 * failure: what failed, with which exit code, and the last lines of it. Takes little memory however much is written.
 */
export class BuildLog {
  readonly #works = new Map<string, Work>();
  #recent: LoggedLine[] = [];
  /** The legacy builder does one thing after the other. */
  #legacy: Work | undefined;
  #excerpt: 'none' | 'within' | 'over' = 'none';
  #failedName: string | undefined;
  #lastWords = '';
  #contextSize: string | undefined;

  add(line: string, stream: OutputStream): void {
    if (line.trim() === '' || noticeOfLegacyBuilder.test(line)) return;
    this.#contextSize = sentContext.exec(line)?.[1] ?? this.#contextSize;
    // BuildKit writes nothing but progress, to stderr; the legacy builder what commands write, to stdout.
    if (stream === 'stdout') {
      this.#addLegacy(line);
      return;
    }
    const buildKit = buildKitLine.exec(line);
    if (buildKit === null) this.#addOwnWords(line);
    else this.#addBuildKit(line, buildKit[1] ?? '', buildKit[2] ?? '');
  }

  failure(): BuildFailure {
    const failed = this.#failed();
    const lastWords = withoutPrefixes(this.#lastWords);
    const error = failed?.error === undefined ? lastWords : withoutPrefixes(failed.error);
    // The last one: the text of the command comes first, and may say the same.
    const code = [...error.matchAll(exitCode)].at(-1)?.[1];
    const own = failed?.lines ?? [];
    // What failed says why in its own lines; the builder repeats that on its way out.
    const isEcho = ({ work, text }: LoggedLine): boolean =>
      work === undefined && own.length > 0 && withoutPrefixes(text) === error;
    const others = this.#recent.filter(
      (line) => (line.work === undefined || line.work !== failed) && !isEcho(line),
    );
    const room = keptLines - own.length;
    return {
      step: failed?.step,
      work: failed?.step === undefined ? failed?.name : undefined,
      exitCode: code === undefined ? undefined : Number(code),
      reason: error,
      log: [...(room > 0 ? others.slice(-room).map(({ text }) => text) : []), ...own],
      contextSize: this.#contextSize,
    };
  }

  #addBuildKit(line: string, id: string, text: string): void {
    const known = this.#works.get(id);
    if (known === undefined) {
      const work: Work = { name: text, step: stepNamed(text), lines: [] };
      this.#works.set(id, work);
      this.#keep(line, work);
      return;
    }
    // It says the name again when it comes back from another step, and with older clients its digest.
    if (text === known.name || text === '...' || digest.test(text)) return;
    if (text.startsWith('ERROR: ')) known.error = text.slice('ERROR: '.length);
    this.#keep(line, known);
  }

  #addLegacy(line: string): void {
    const step = legacyStep(line);
    if (step !== undefined) this.#legacy = { name: line, step, lines: [] };
    this.#keep(line, this.#legacy);
  }

  /** What the builder says outside of all steps. At the end BuildKit repeats the failing step between two rules. */
  #addOwnWords(line: string): void {
    if (line === '------') {
      this.#excerpt = this.#excerpt === 'within' ? 'over' : 'within';
      return;
    }
    if (this.#excerpt === 'within') {
      this.#failedName ??= /^ > (.*):$/.exec(line)?.[1];
      return;
    }
    // Newer clients say what it was in a line of its own, and may go on with advice.
    if (!this.#lastWords.startsWith('ERROR: ')) this.#lastWords = line;
    this.#keep(line, undefined);
  }

  #keep(text: string, work: Work | undefined): void {
    this.#recent.push({ text, work });
    if (this.#recent.length > 2 * keptLines) this.#recent = this.#recent.slice(-keptLines);
    work?.lines.push(text);
    if (work !== undefined && work.lines.length > keptLines) work.lines.shift();
  }

  #failed(): Work | undefined {
    const works = [...this.#works.values()];
    return (
      works.find(({ name }) => name === this.#failedName) ??
      works.findLast(({ error }) => error !== undefined) ??
      this.#legacy
    );
  }
}

/** What BuildKit and the daemon put before the words that say something. */
const prefixes =
  /^(?:ERROR: |Error response from daemon: |failed to build: |failed to solve(?: with frontend [\w.]+)?: |failed to create LLB definition: |failed to compute cache key: |failed to calculate checksum of ref \S+: |rpc error: code = \w+ desc = )+/;

function withoutPrefixes(words: string): string {
  return words.replace(prefixes, '').trim();
}

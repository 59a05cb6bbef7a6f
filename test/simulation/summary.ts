import type { Course, ReleaseTruth } from './course.ts';

/** What many histories came to, without keeping them. */
export class Summary {
  #histories = 0;
  #calls = 0;
  #virtual = 0;
  readonly #ends = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  readonly #misfortunes = new Map<string, number>();
  #slowest: { index: number; milliseconds: number }[] = [];
  readonly #since = performance.now();

  add(index: number, { history, processes, calls, startedAt }: Course, milliseconds: number): void {
    this.#histories += 1;
    this.#calls += calls.length;
    this.#virtual += Math.max(startedAt, ...processes.map(({ endedAt }) => endedAt)) - startedAt;
    count(this.#kinds, history.kind);
    for (const { releases } of processes) for (const release of releases) count(this.#ends, endOf(release));
    for (const { fault } of calls) if (fault !== undefined) count(this.#misfortunes, fault);
    this.#slowest = [...this.#slowest, { index, milliseconds }]
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, 3);
  }

  progress(): string {
    return `${this.#histories} histories, ${this.#rate()} a second, ${megabytes()} MiB`;
  }

  lines(): string[] {
    const hours = Math.round(this.#virtual / 3_600_000);
    return [
      `${this.#histories} histories (${listed(this.#kinds)})`,
      `${this.#rate()} a second; ${hours} hours of AWS's time, ${this.#calls} calls`,
      `slowest: ${this.#slowest.map(({ index, milliseconds }) => `${index} (${Math.round(milliseconds)} ms)`).join(', ')}`,
      `faults met: ${listed(this.#misfortunes) || 'none'}`,
      'how the releases ended:',
      ...[...this.#ends].sort().map(([end, times]) => `${String(times).padStart(8)}  ${end}`),
    ];
  }

  #rate(): string {
    return ((this.#histories * 1_000) / (performance.now() - this.#since)).toFixed(1);
  }
}

function endOf({ said }: ReleaseTruth): string {
  switch (said.kind) {
    case 'outcome':
      return `${said.result.outcome.kind}, exit ${said.exit}`;
    case 'error':
      return `error ${said.code}, exit ${said.exit}`;
    case 'killed':
      return 'killed';
    case 'nothing':
      return 'never';
    default:
      return said satisfies never;
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort()
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');
}

function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 2 ** 20);
}

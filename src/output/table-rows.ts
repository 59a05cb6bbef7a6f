import type { ReleaseEvent } from '../model/release-event.ts';
import { describeEvent } from './describe-event.ts';
import { harmless } from './harmless.ts';
import { KnownRevisions } from './known-revisions.ts';
import { atTheEnd, firstRow, imageSettled, nextRow, othersBegan, type TableRow } from './table-row.ts';

export interface TableEntry {
  readonly kind: 'image' | 'service';
  /** As a person knows it among the others: without what all have in common. */
  readonly name: string;
  readonly row: TableRow;
}

/** What the table shows of a run of several services, as data. */
export class TableRows {
  /** Where all services are in the same cluster, their rows leave it out. */
  readonly cluster: string | undefined;
  readonly #names: ReadonlyMap<string, string>;
  readonly #services: Map<string, TableRow>;
  /** Images that are built for more than one service: their events name the repository. */
  readonly #images = new Map<string, TableRow>();
  readonly #revisions = new KnownRevisions();
  #hasBegun = false;
  #warnings = 0;
  #interrupt: string | undefined;
  readonly #startedAt: number;

  /**
   * @param services each `cluster/service`, in the order of the run
   * @param startedAt milliseconds since the epoch
   */
  constructor(services: readonly string[], startedAt: number) {
    this.#startedAt = startedAt;
    this.cluster = commonCluster(services);
    this.#names = new Map(
      services.map((name) => [name, this.cluster === undefined ? name : name.slice(this.cluster.length + 1)]),
    );
    this.#services = new Map(services.map((name) => [name, firstRow]));
  }

  /** Images first, as they come first; then the services in the order of the run. */
  get entries(): readonly TableEntry[] {
    return [
      ...[...this.#images].map(([key, row]) => entry('image', imageName(key), row)),
      ...[...this.#services].map(([key, row]) => entry('service', this.#nameOf(key), row)),
    ];
  }

  get warnings(): number {
    return this.#warnings;
  }

  /** What is done about a signal that arrived. */
  get interrupt(): string | undefined {
    return this.#interrupt;
  }

  /** Milliseconds since it started. */
  elapsed(now: number): number {
    return Math.max(0, now - this.#startedAt);
  }

  apply(event: ReleaseEvent): void {
    const known = this.#revisions.of(event);
    if (event.type === 'warning') this.#warnings += 1;
    if (event.type === 'interrupt.received' || event.type === 'interrupt.forced')
      this.#interrupt = describeEvent(event) ?? undefined;
    if (beginnings.has(event.type)) this.#begin();
    const row = this.#services.get(event.service);
    if (row === undefined) this.#applyToImage(event);
    else this.#services.set(event.service, nextRow(row, this.#shortened(event), known));
  }

  /** Nothing more will come. */
  end(at: number, how: 'well' | undefined): void {
    for (const rows of [this.#images, this.#services]) {
      for (const [key, row] of rows) rows.set(key, atTheEnd(row, at, how));
    }
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    for (const [key, row] of this.#services) this.#services.set(key, othersBegan(row));
  }

  #applyToImage(event: ReleaseEvent): void {
    const row = this.#images.get(event.service);
    // What is about the run as a whole has no row.
    if (row === undefined && !aboutImages.has(event.type)) return;
    const next = nextRow(row ?? firstRow, event);
    this.#images.set(event.service, event.type === 'image.settled' ? imageSettled(next, event.at) : next);
  }

  #shortened(event: ReleaseEvent): ReleaseEvent {
    return event.type === 'release.waiting'
      ? { ...event, for: event.for.map((name) => this.#nameOf(name)) }
      : event;
  }

  #nameOf(service: string): string {
    return this.#names.get(service) ?? service;
  }
}

const aboutImages: ReadonlySet<ReleaseEvent['type']> = new Set<ReleaseEvent['type']>([
  'image.planned',
  'repository.created',
  'build.started',
  'build.output',
  'build.ended',
  'push.started',
  'image.settled',
]);

const beginnings: ReadonlySet<ReleaseEvent['type']> = new Set<ReleaseEvent['type']>([
  ...aboutImages,
  'release.started',
  'release.waiting',
]);

function entry(kind: TableEntry['kind'], name: string, row: TableRow): TableEntry {
  return { kind, name: harmless(name), row };
}

function commonCluster(services: readonly string[]): string | undefined {
  const clusters = new Set(services.map((name) => name.slice(0, Math.max(0, name.indexOf('/')))));
  const [first = ''] = clusters;
  return clusters.size === 1 && first !== '' ? first : undefined;
}

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop` → `team/shop`: the host is the same for all and says little. */
function imageName(repository: string): string {
  const [host = '', ...path] = repository.split('/');
  const isHost = path.length > 0 && /[.:]|^localhost$/.test(host);
  return isHost ? path.join('/') : repository;
}

/** One thing that was built, and what became of it. `web:<number>` runs it, unless it was registered a second time. */
interface Version {
  readonly number: number;
  /** `elsewhere`: in a registry that nobody asks. */
  image: 'there' | 'gone' | 'elsewhere';
}

interface Revision {
  readonly number: number;
  readonly version: Version;
  status: 'ACTIVE' | 'INACTIVE' | 'deleted';
  /** Entries before this one do not speak for it any more: it was taken back. The note of that is gone with a revision that is deleted. */
  badBefore: number;
  /** The last release of it that ecsdeploy noted as a success. */
  noted?: Entry;
}

/** One release. */
interface Entry {
  readonly index: number;
  readonly revision: Revision;
  readonly stayed: boolean;
  /** Whether AWS still tells of it. */
  isRemembered: boolean;
}

export interface Gone {
  readonly revision: number;
  readonly why: 'image' | 'revision';
}

/** What a rollback is to do, for somebody who has seen everything. */
export type Forecast =
  /** The newest release was taken back already: what serves is what one wants. `further`: the revision before that. */
  | { readonly kind: 'nothing-to-do'; readonly further: number | undefined }
  | {
      readonly kind: 'back';
      /** The revision that succeeded then. */
      readonly of: number;
      readonly version: number;
      /** What serves afterwards: the same, or a copy where it is INACTIVE. */
      readonly to: number;
      readonly passedOver: readonly Gone[];
    }
  /** Empty: there was nothing before it. */
  | { readonly kind: 'refused'; readonly passedOver: readonly Gone[] };

interface Memory {
  /** Whether AWS forgets releases after 90 days. */
  readonly forgets: boolean;
  /** Whether AWS counts what the service was created with as a release. */
  readonly countsFirst: boolean;
}

/**
 * What really happened to a service, as somebody knows it who was there, and what follows from it for going back. Nothing of the program is
 * asked: this is what the program is held against.
 */
export class Chronicle {
  readonly versions: Version[] = [];
  readonly #revisions: Revision[] = [];
  readonly #entries: Entry[] = [];
  readonly #forgets: boolean;
  #serving: Revision;
  #newest: 'stayed' | 'taken-back' | 'way-back-failed' = 'stayed';

  /** @param memory what AWS remembers of releases */
  constructor({ forgets, countsFirst }: Memory) {
    this.#forgets = forgets;
    this.#serving = this.#register(this.build('elsewhere'));
    this.#enter(this.#serving, true).isRemembered = countsFirst;
  }

  /** `web:<number>` */
  get serving(): number {
    return this.#serving.number;
  }

  get servingVersion(): number {
    return this.#serving.version.number;
  }

  /** A version that was not there before. */
  build(image: Version['image'] = 'there'): Version {
    const version: Version = { number: this.versions.length + 1, image };
    this.versions.push(version);
    return version;
  }

  /** A release that stayed. `noted`: ecsdeploy writes that down on its revision. */
  released(version: Version, by: 'ecsdeploy' | 'a person'): void {
    this.#replacesWhatServes(by);
    // Who releases what was good before, in place of what was taken back and serves all the same, has gone back.
    const isWayBack = this.#isServingBad() && this.#before().some((one) => one.version === version);
    const revision = this.activeRevisionOf(version) ?? this.#register(version);
    const entry = this.#enter(revision, true);
    if (by === 'ecsdeploy') revision.noted = entry;
    this.#serving = revision;
    this.#newest = isWayBack ? 'taken-back' : 'stayed';
  }

  /** A release that AWS took back, by itself or because somebody asked. */
  wentBack(version: Version): void {
    this.#replacesWhatServes('ecsdeploy');
    this.#enter(this.activeRevisionOf(version) ?? this.#register(version), false);
    this.#newest = 'taken-back';
  }

  /** A release that was under way when another one took its place. */
  wasSuperseded(version: Version): void {
    this.#replacesWhatServes('ecsdeploy');
    this.#enter(this.#register(version), false);
  }

  /** A release that AWS called successful, and that a gate took back afterwards. */
  wasTakenBack(version: Version): 'gone back' | 'could not' {
    this.#replacesWhatServes('ecsdeploy');
    const before = this.#serving;
    const revision = this.#register(version);
    this.#enter(revision, true);
    const wayBack = before.status === 'ACTIVE' ? before : this.#copyOf(before);
    revision.badBefore = this.#entries.length;
    const canStart = before.version.image !== 'gone';
    const back = this.#enter(wayBack, canStart);
    this.#serving = canStart ? back.revision : revision;
    this.#newest = canStart ? 'taken-back' : 'way-back-failed';
    return canStart ? 'gone back' : 'could not';
  }

  /** A rollback came where it was to come. Nobody wants what it has left, and nobody wants to go there a second time. */
  rolledBack({ of }: Extract<Forecast, { kind: 'back' }>): void {
    this.#replacesWhatServes('ecsdeploy');
    this.#serving.badBefore = this.#entries.length;
    this.#serving = this.#revived(of);
    this.#enter(this.#serving, true);
    this.#newest = 'taken-back';
  }

  /** AWS took the rollback itself back: what was to be left serves. */
  rollbackFailed({ of }: Extract<Forecast, { kind: 'back' }>): void {
    this.#replacesWhatServes('ecsdeploy');
    this.#serving.badBefore = this.#entries.length;
    this.#enter(this.#revived(of), false);
    this.#newest = 'way-back-failed';
  }

  /** 91 days. */
  quarterPasses(): void {
    if (!this.#forgets) return;
    for (const entry of this.#entries) entry.isRemembered = false;
    this.#newest = 'stayed';
  }

  deregistered(revision: number): void {
    this.#revision(revision).status = 'INACTIVE';
  }

  /** The note on what was left is gone with its revision: then nobody can tell any more that a way back was one. */
  deleted(number: number): void {
    const revision = this.#revision(number);
    revision.status = 'deleted';
    const [left, newest] = this.#entries.filter(({ stayed }) => stayed).slice(-2);
    const wasGone = newest !== undefined && newest === this.#entries.at(-1) && left?.revision === revision;
    if (this.#newest === 'taken-back' && wasGone) this.#newest = 'stayed';
  }

  /** The newest revision that a deployment can be started from. */
  activeRevisionOf(version: Version): Revision | undefined {
    return this.#revisions.findLast((one) => one.version === version && one.status === 'ACTIVE');
  }

  /** What no pruning may take: what serves, and the last successes, each version once. */
  neededBy(keep: number): number[] {
    const kept = new Map<Revision, number>();
    for (const { revision } of this.#good()) {
      const known = this.#knownAs(revision);
      if (kept.size < keep && !kept.has(known)) kept.set(known, revision.number);
    }
    return [this.#serving.number, ...kept.values()];
  }

  /** The last release that was good before what serves, whether or not it can still run; undefined: there is none. */
  nearest(): { readonly revision: number; readonly gone?: Gone } | undefined {
    const [nearest] = this.#before();
    if (nearest === undefined) return undefined;
    const gone = goneOf(nearest);
    return { revision: nearest.number, ...(gone === undefined ? {} : { gone }) };
  }

  /** What `rollback` is to do. */
  forecast(): Forecast {
    if (this.#newest === 'taken-back') return { kind: 'nothing-to-do', further: this.nearest()?.revision };
    const passedOver: Gone[] = [];
    for (const revision of this.#before()) {
      const gone = goneOf(revision);
      if (gone === undefined) return this.#wayTo(revision, passedOver);
      passedOver.push(gone);
    }
    return { kind: 'refused', passedOver };
  }

  /** What `rollback --to -1` is to do. */
  forecastOfNearest(): Exclude<Forecast, { kind: 'nothing-to-do' }> {
    const [nearest] = this.#before();
    if (nearest === undefined) return { kind: 'refused', passedOver: [] };
    const gone = goneOf(nearest);
    return gone === undefined ? this.#wayTo(nearest, []) : { kind: 'refused', passedOver: [gone] };
  }

  #wayTo(revision: Revision, passedOver: readonly Gone[]): Extract<Forecast, { kind: 'back' }> {
    const to = this.#reusable(revision)?.number ?? this.#revisions.length + 1;
    return { kind: 'back', of: revision.number, version: revision.version.number, to, passedOver };
  }

  /** Revisions of good releases before what serves, of other versions than that, nearest first. */
  #before(): Revision[] {
    const good = this.#good();
    const serves = this.#knownAs(this.#serving);
    const current = good.findIndex(({ revision }) => this.#knownAs(revision) === serves);
    const before = good.slice(current + 1).map(({ revision }) => revision);
    return [...new Set(before.filter((revision) => this.#knownAs(revision) !== serves))];
  }

  #isServingBad(): boolean {
    const last = this.#entries.findLast(({ revision, stayed }) => stayed && revision === this.#serving);
    return last !== undefined && !this.#isGood(last);
  }

  /** Newest first; without those that nobody remembers. */
  #good(): Entry[] {
    return this.#entries.filter((entry) => this.#isGood(entry) && isKnown(entry)).reverse();
  }

  #isGood({ index, stayed, revision }: Entry): boolean {
    const known = this.#knownAs(revision);
    const same = this.#revisions.filter((one) => one.status !== 'deleted' && this.#knownAs(one) === known);
    return stayed && same.every(({ badBefore }) => index >= badBefore);
  }

  /** The first revision of its version; a copy that is deleted cannot say any more what it is a copy of. */
  #knownAs(revision: Revision): Revision {
    const first = this.#revisions.find(({ version }) => version === revision.version);
    return revision.status === 'deleted' || first === undefined ? revision : first;
  }

  #register(version: Version): Revision {
    const revision: Revision = {
      number: this.#revisions.length + 1,
      version,
      status: 'ACTIVE',
      badBefore: 0,
    };
    this.#revisions.push(revision);
    return revision;
  }

  #enter(revision: Revision, stayed: boolean): Entry {
    const entry: Entry = { index: this.#entries.length, revision, stayed, isRemembered: true };
    this.#entries.push(entry);
    return entry;
  }

  /** ECS tells of a deployment what it replaces, and ecsdeploy writes it into those of CodeDeploy: so that is known, however old it is. */
  #replacesWhatServes(by: 'ecsdeploy' | 'a person'): void {
    const last = this.#entries.findLast(({ revision, stayed }) => stayed && revision === this.#serving);
    if (last !== undefined && (this.#forgets || by === 'ecsdeploy')) last.isRemembered = true;
  }

  /** What a way back to this revision brings in. */
  #revived(number: number): Revision {
    const revision = this.#revision(number);
    return this.#reusable(revision) ?? this.#copyOf(revision);
  }

  /** A revision that a way back does not have to register: itself, or a copy that an earlier try has left. */
  #reusable(revision: Revision): Revision | undefined {
    if (revision.status === 'ACTIVE') return revision;
    const latest = this.#revisions.findLast(({ status }) => status === 'ACTIVE');
    return latest?.version === revision.version ? latest : undefined;
  }

  #copyOf({ version }: Revision): Revision {
    return this.#register(version);
  }

  #revision(number: number): Revision {
    const found = this.#revisions[number - 1];
    if (found === undefined) throw new Error(`nobody has registered web:${number}`);
    return found;
  }
}

/** A note on a deleted revision is gone with it. */
function isKnown(entry: Entry): boolean {
  const { revision, isRemembered } = entry;
  return isRemembered || (revision.noted === entry && revision.status !== 'deleted');
}

function goneOf({ number, status, version }: Revision): Gone | undefined {
  if (status === 'deleted') return { revision: number, why: 'revision' };
  return version.image === 'gone' ? { revision: number, why: 'image' } : undefined;
}

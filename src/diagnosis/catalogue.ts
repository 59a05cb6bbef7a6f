import type { Confidence } from '../model/diagnosis.ts';
import type { Heal } from '../model/explanation.ts';
import { buildAndPush } from './catalogue/build-and-push.ts';
import { codeDeploy } from './catalogue/codedeploy.ts';
import { credentials } from './catalogue/credentials.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { families } from './catalogue/families.ts';
import { gitHubActions } from './catalogue/github-actions.ts';
import { health } from './catalogue/health.ts';
import { fillIn, readValues } from './catalogue/message-values.ts';
import { native } from './catalogue/native.ts';
import { plain, withoutPrefixes } from './catalogue/normalise.ts';
import { PhraseSearch } from './catalogue/phrase-search.ts';
import { readPhrase, saysPhrase, type Phrase } from './catalogue/phrase.ts';
import { placement } from './catalogue/placement.ts';
import { preparing } from './catalogue/preparing.ts';
import { pulling } from './catalogue/pulling.ts';
import { running } from './catalogue/running.ts';
import { service } from './catalogue/service.ts';
import { taskDefinition } from './catalogue/task-definition.ts';

export type { CatalogueEntry } from './catalogue/entry.ts';
export { normalise } from './catalogue/normalise.ts';

/** The sections as the page of messages has them, along the way of a release. */
export const sections = {
  'Credentials and permissions': credentials,
  'Build and push': buildAndPush,
  'Task definitions': taskDefinition,
  'Pulling the image': pulling,
  'Secrets, logs, volumes, network': preparing,
  'Containers that start and end': running,
  'Health checks': health,
  'Placement and capacity': placement,
  'Services and rolling deployments': service,
  'Traffic shifts by ECS': native,
  CodeDeploy: codeDeploy,
  'GitHub Actions': gitHubActions,
  'Whatever is worded otherwise': families,
} as const satisfies Readonly<Record<string, readonly CatalogueEntry[]>>;

/**
 * In the order in which they are tried; the first that fits is the answer. What is quoted inside other messages comes before what
 * quotes it: a pull that a placement event reports, a permission that a hook lacked. Spot comes before everything that ends with
 * exit code 137, whose explanation (`explain-exit.ts`) comes after the whole catalogue; general sentences about permissions come
 * after those that know whose permission it is. The sections have an order of their own, which their heads explain.
 */
export const catalogue: readonly CatalogueEntry[] = [
  native,
  pulling,
  preparing,
  running.filter(({ kind }) => kind !== 'symptom'),
  health,
  buildAndPush,
  gitHubActions,
  credentials,
  taskDefinition,
  placement,
  service,
  codeDeploy,
  running.filter(({ kind }) => kind === 'symptom'),
  families,
].flat();

/** What a message means, with what it says itself in the sentences. */
export interface Match {
  readonly id: string;
  readonly family: string;
  readonly cause: string;
  readonly advice: string;
  readonly heal: Heal;
  readonly confidence: Confidence;
  readonly kind: 'cause' | 'symptom' | 'normal';
}

/** A cause, for whoever follows a release. */
export interface Cause extends Match {
  /** `never`: the same start would fail again, so waiting is idle. What AWS takes back by itself is of that kind. */
  readonly heals: 'never' | 'maybe' | 'retry';
}

/**
 * The cause that a message tells. Messages that only say that something went wrong, or that all is well, tell none; the families
 * that catch new wordings do.
 */
export function lookUp(message: string): Cause | undefined {
  const match = recognise(message);
  if (match?.kind !== 'cause') return undefined;
  const { heal } = match;
  return { ...match, heals: heal === 'rolled-back' || heal === 'none' ? 'never' : heal };
}

/** What is known of a message: its cause, or of what it is a symptom, or that it is normal. */
export function recognise(message: string): Match | undefined {
  const found = findEntry(message);
  return found === undefined ? undefined : describeEntry(found);
}

/** The entry that a message belongs to. It is quick, and quickest where there is none. */
export function findEntry(message: string): FoundEntry | undefined {
  const { phrases, search } = theIndex();
  const candidates = search.in(message);
  if (candidates.length === 0) return undefined;
  const text = plain(message);
  const lower = text.toLowerCase();
  // They are in the order of the catalogue, `says` before `hints`.
  for (const number of candidates) {
    const known = phrases[number];
    if (known === undefined) continue;
    const said = known.phrase.isWhole ? withoutPrefixes(lower) : lower;
    if (saysPhrase(said, known.phrase)) return { entry: known.entry, isHint: known.isHint, text };
  }
  return undefined;
}

/** What an entry says of its message. */
export function describeEntry({ entry, isHint, text }: FoundEntry): Match {
  const values = readValues(text, entry.reads ?? []);
  return {
    id: entry.id,
    family: familyOf(entry.id),
    cause: fillIn(entry.cause, values),
    advice: fillIn(entry.advice, values),
    // A hint is no ground for giving a release up early.
    heal: isHint && entry.heal === 'never' ? 'maybe' : entry.heal,
    confidence: confidenceOf(entry, isHint),
    kind: entry.kind ?? 'cause',
  };
}

function confidenceOf({ says, confidence = 'high' }: CatalogueEntry, isHint: boolean): Confidence {
  if (!isHint) return confidence;
  return says.length === 0 || confidence !== 'high' ? 'low' : 'medium';
}

/** What kind of thing an id is about: the part before its dot. */
export function familyOf(id: string): string {
  return id.split('.', 1)[0] ?? id;
}

/** An entry, with the message that belongs to it. */
export interface FoundEntry {
  readonly entry: CatalogueEntry;
  /** The message only hints at it. */
  readonly isHint: boolean;
  /** The message in its normal form. */
  readonly text: string;
}

interface KnownPhrase extends Omit<FoundEntry, 'text'> {
  readonly phrase: Phrase;
}

interface Index {
  readonly phrases: readonly KnownPhrase[];
  readonly search: PhraseSearch;
}

let index: Index | undefined;

// Made at first use: most commands never meet a failure.
function theIndex(): Index {
  index ??= makeIndex();
  return index;
}

function makeIndex(): Index {
  const known = (isHint: boolean) => (entry: CatalogueEntry) =>
    (isHint ? (entry.hints ?? []) : entry.says).map((text) => ({ phrase: readPhrase(text), entry, isHint }));
  const phrases = [...catalogue.flatMap(known(false)), ...catalogue.flatMap(known(true))];
  return { phrases, search: new PhraseSearch(phrases.map(({ phrase }) => phrase.key)) };
}

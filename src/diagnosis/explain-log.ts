import { stripVTControlCharacters } from 'node:util';
import type { Confidence } from '../model/diagnosis.ts';
import type { Explanation, Heal } from '../model/explanation.ts';
import { maskText } from '../model/mask-text.ts';
import type { Match } from './catalogue.ts';
import { longestMessage, normalise, withoutIds, withoutPrefixes } from './catalogue/normalise.ts';
import { knowMessage, type Known } from './explain-message.ts';

// Of a message that is shown again; AWS's own have about a thousand characters at most.
const longestShown = 1000;
// Messages of one entry whose sentences are kept apart, such as missing permissions. What comes then is only counted.
const mostApart = 20;
// Lines that may follow a message and belong to it.
const mostFollowing = 3;
// What a line that never ends is cut into: the cuts overlap, so that a message at a cut is seen whole.
const overlap = 1000;
const windowStep = longestMessage - overlap;

interface Seen {
  readonly match: Match;
  readonly message: string;
  readonly place: number;
  count: number;
}

/**
 * Explains a log of any length, such as that of a CI job, in bounded memory: give it the text as it comes, then ask. The same
 * is said once, with a count.
 */
export class LogExplainer {
  // By id, and then by what the sentences say.
  readonly #seen = new Map<string, Map<string, Seen>>();
  // The line that is not complete yet, and the last ones that are: what follows may belong to them.
  #rest = '';
  #pending: string[] = [];
  #lines = 0;
  #first: string | undefined;
  // A short text is kept whole: a terminal may have broken a message into lines.
  #whole = '';

  /** The next piece of the text; lines may be cut anywhere. */
  add(text: string): void {
    const lines = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    while (this.#rest.length > longestMessage) this.#cut();
  }

  /** Ends the text. What it says, the most telling first; one explanation `unknown` where nothing is known of it; none for no text. */
  end(): Explanation[] {
    this.#line(this.#rest);
    this.#rest = '';
    this.#explainPending();
    if (this.#seen.size === 0 && this.#lines > 1 && this.#whole.length <= longestMessage) {
      this.#explain(this.#whole);
    }
    if (this.#first === undefined) return [];
    const telling = mostTelling([...this.#seen.values()].flatMap((apart) => [...apart.values()]));
    return telling.length === 0 ? [unknown(this.#first)] : telling.map(asExplanation);
  }

  /** Takes what is there of a line that goes on. It is masked at once: what a name says of a value is lost where the line is cut. */
  #cut(): void {
    const end = cutAt(this.#rest);
    const masked = maskText(this.#rest.slice(0, end));
    this.#line(masked);
    this.#rest = masked.slice(-overlap) + this.#rest.slice(end);
  }

  #line(line: string): void {
    if (line.trimStart() === '') return;
    this.#first ??= line.slice(0, longestMessage);
    this.#lines += 1;
    if (this.#whole.length <= longestMessage) this.#whole += `${line.slice(0, longestMessage)} `;
    // Errors of AWS's Go clients have a line break before their reason.
    const follows = this.#pending.length > 0 && /^\s*caused by:/i.test(line);
    if (!follows || this.#pending.length > mostFollowing) this.#explainPending();
    this.#pending.push(line);
  }

  #explainPending(): void {
    const text = this.#pending.join(' ');
    this.#pending = [];
    // A piece of a line may begin within a secret.
    const safe = text.length > longestMessage ? maskText(text) : text;
    for (const message of messagesIn(safe)) this.#explain(message);
  }

  #explain(message: string): void {
    const known = knowMessage(message);
    if (known === undefined) return;
    const apart = this.#seen.get(known.id) ?? new Map<string, Seen>();
    this.#seen.set(known.id, apart);
    const [first] = apart.values();
    const same = apart.size < mostApart ? this.#sameAs(known, apart, message) : first;
    if (same !== undefined) same.count += 1;
  }

  /** What the message counts with, if only as the first of its kind. */
  #sameAs(known: Known, apart: Map<string, Seen>, message: string): Seen {
    const match = known.describe();
    // A session of a role has the id of its task: forty tasks lack one permission.
    const key = withoutIds(`${match.cause} ${match.advice}`);
    const same = apart.get(key) ?? { ...withoutSecrets(message, match), place: this.#lines, count: 0 };
    apart.set(key, same);
    return same;
  }
}

/** One text that is there already, such as an argument. */
export function explainText(text: string): Explanation[] {
  const explainer = new LogExplainer();
  explainer.add(text);
  return explainer.end();
}

/** Where a line that goes on is cut: not within a word, which may be a secret. */
function cutAt(text: string): number {
  const space = text.slice(0, longestMessage).lastIndexOf(' ');
  return space > windowStep ? space : longestMessage;
}

/** A line of a log, or what one line of JSON has in its members. */
function messagesIn(line: string): readonly string[] {
  const parts = line.includes('{"') ? line.split(/"[,}\]]/) : [line];
  return parts.flatMap(windowsOf);
}

function windowsOf(text: string): readonly string[] {
  if (text.length <= longestMessage) return [text];
  return Array.from({ length: Math.ceil(text.length / windowStep) }, (_, index) =>
    text.slice(index * windowStep, index * windowStep + longestMessage),
  );
}

/** What is told again tells no secret: neither the message nor the values that its sentences have from it. */
function withoutSecrets(message: string, match: Match): { match: Match; message: string } {
  const masked = maskText(message);
  const again = knowMessage(masked);
  const safe =
    again?.id === match.id
      ? again.describe()
      : { ...match, cause: maskText(match.cause), advice: maskText(match.advice) };
  return { match: safe, message: shown(masked) };
}

function shown(message: string): string {
  const line = withoutPrefixes(normalise(stripVTControlCharacters(message)));
  return line.length <= longestShown ? line : `${line.slice(0, longestShown)}…`;
}

const kinds: readonly Match['kind'][] = ['cause', 'symptom', 'normal'];
const confidences: readonly Confidence[] = ['high', 'medium', 'low'];
const heals: readonly Heal[] = ['never', 'rolled-back', 'maybe', 'retry', 'none'];

/** Causes before symptoms, what is sure before what is guessed, what stays before what heals, what is frequent before what is not. */
function mostTelling(seen: readonly Seen[]): Seen[] {
  const isSure = ({ match }: Seen) => match.kind === 'cause' && match.confidence !== 'low';
  const isFailure = ({ match }: Seen) => match.kind !== 'normal';
  const rankOf = ({ match, count, place }: Seen) => [
    kinds.indexOf(match.kind),
    confidences.indexOf(match.confidence),
    heals.indexOf(match.heal),
    -count,
    place,
  ];
  return seen
    .filter(({ match }) => match.confidence !== 'low' || !seen.some(isSure))
    .filter(({ match }) => match.kind !== 'normal' || !seen.some(isFailure))
    .map((one) => ({ one, rank: rankOf(one) }))
    .sort((a, b) => inOrder(a.rank, b.rank))
    .map(({ one }) => one);
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function asExplanation({ match, message, count }: Seen): Explanation {
  const { family, id, cause, advice, heal, confidence } = match;
  return { family, id, cause, advice, heal, confidence, message, count };
}

function unknown(message: string): Explanation {
  return {
    family: 'unknown',
    id: 'unknown',
    cause: 'None of the messages that are known is in it',
    advice:
      'Look at what stands behind it: `ecsdeploy diagnose` reads stopped tasks, events, target health and logs of a service; for a CodeDeploy or CloudFormation failure, explain the message of ECS below it.',
    heal: 'maybe',
    confidence: 'low',
    message: shown(maskText(message)),
    count: 1,
  };
}

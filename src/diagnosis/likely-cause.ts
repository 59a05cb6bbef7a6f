import type { Confidence, Finding, LikelyCause } from '../model/diagnosis.ts';
import type { Difference } from '../model/release-plan.ts';
import type { Evidence } from './evidence.ts';
import { nextCommand } from './next-command.ts';
import { suspectsOf } from './suspects.ts';

/** The first of the ranked findings, in the light of what changed. Pure. */
export function likelyCause(ranked: readonly Finding[], evidence: Evidence): LikelyCause | undefined {
  const [first, ...others] = ranked;
  if (first === undefined) return undefined;
  const suspects = suspectsOf(first, evidence.changes?.differences ?? []);
  return {
    cause: sentenceOf(first, suspects[0]),
    confidence: lower(confidenceIn(first, others, suspects), first.confidence ?? 'high'),
    advice: first.advice,
    suspects,
    next: nextCommand(first, evidence),
  };
}

function sentenceOf(finding: Finding, suspect: Difference | undefined): string {
  const { cause, container } = finding;
  const named =
    container === undefined ? cause : cause.replace(/^The container\b/, `The container ${container}`);
  if (suspect === undefined) return named;
  const image = imageIn(suspect);
  if (image !== undefined && isCrash(finding))
    return `The new image ${image} does not keep running: ${named}`;
  if (image !== undefined) return `${named}, with the new image ${image}`;
  return `${named}, and ${changeOf(suspect)}`;
}

/** A task that does not stay: what its image or its settings do. */
function isCrash({ id }: Finding): boolean {
  return /^(?:exit\.|memory\.|command\.|unknown$)/.test(id);
}

function imageIn({ path, after }: Difference): string | undefined {
  if (!path.endsWith('.image') || typeof after !== 'string') return undefined;
  // A whole digest would be half of the sentence; it stands among the changes.
  return after.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1');
}

/** `the environment variable MODE was removed`, `containerPort of app was changed from 8080 to 80` */
function changeOf({ path, kind, before, after, masked }: Difference): string {
  const [, list, name] = /\.(environment|secrets)\[([^\]]*)\]/.exec(path) ?? [];
  if (list !== undefined) {
    return `the ${list === 'secrets' ? 'secret' : 'environment variable'} ${name ?? ''} was ${kind}`;
  }
  const values =
    masked || kind !== 'changed' ? '' : ` from ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
  return `${path} was ${kind}${values.length > 120 ? '' : values}`;
}

// These name a phase, not a reason.
const vague = /^(?:unknown|image\.pull-failed|resource\.initialization)$/;

const levels: readonly Confidence[] = ['low', 'medium', 'high'];

/** Nothing is surer than the words that it was read from. */
function lower(one: Confidence, other: Confidence): Confidence {
  return levels.indexOf(one) < levels.indexOf(other) ? one : other;
}

function confidenceIn(
  { source, id, count }: Finding,
  others: readonly Finding[],
  suspects: readonly Difference[],
): Confidence {
  const rivals = others.filter(
    (other) => (other.source === 'task' || other.source === 'container') && other.count >= count,
  );
  switch (source) {
    case 'task':
    case 'container':
      if (id === 'unknown') return 'low';
      if (vague.test(id) || id.startsWith('exit.'))
        return suspects.length > 0 || count > 1 ? 'medium' : 'low';
      return rivals.length > 0 ? 'medium' : 'high';
    case 'hook':
    case 'alarm':
    case 'gate':
    case 'target':
    case 'event':
      return 'medium';
    case 'service':
    case 'deployment':
      return 'low';
    default:
      return source satisfies never;
  }
}

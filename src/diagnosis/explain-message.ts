import { describeEntry, findEntry, type FoundEntry, type Match } from './catalogue.ts';
import { longestMessage } from './catalogue/normalise.ts';
import { exitCodeIn, explainExit } from './explain-exit.ts';

/** What a message was known by: an entry of the catalogue, or the exit code of a container. */
export interface Known {
  /** `image.not-found`, `exit.137` */
  readonly id: string;
  /** The sentences, with the values of this message. */
  readonly describe: () => Match;
}

// The others only say that the container ended, and not why.
const tellingExits = new Set([126, 127, 134, 137, 139, 143]);

/** What is known of a message; undefined where nothing is. Only its first thousands of characters are looked at. */
export function knowMessage(message: string): Known | undefined {
  const text = message.length > longestMessage ? message.slice(0, longestMessage) : message;
  const found = findEntry(text);
  const exitCode = found === undefined || found.entry.kind === 'symptom' ? exitCodeIn(text) : undefined;
  // An exit code says more than that a container was essential, and one that has a meaning more than any symptom; what the catalogue
  // knows else says more than an exit code.
  const saysMore =
    found === undefined || found.entry.id === 'exit.essential' || tellingExits.has(exitCode ?? Number.NaN);
  if (exitCode !== undefined && saysMore)
    return { id: `exit.${exitCode}`, describe: () => describeExit(exitCode) };
  return found === undefined ? undefined : knownBy(found);
}

function knownBy(found: FoundEntry): Known {
  return { id: found.entry.id, describe: () => describeEntry(found) };
}

function describeExit(exitCode: number): Match {
  const isTelling = tellingExits.has(exitCode);
  return {
    id: `exit.${exitCode}`,
    family: 'exit',
    ...explainExit(exitCode),
    heal: exitCode === 126 || exitCode === 127 ? 'never' : 'maybe',
    confidence: isTelling ? 'medium' : 'low',
    kind: isTelling ? 'cause' : 'symptom',
  };
}

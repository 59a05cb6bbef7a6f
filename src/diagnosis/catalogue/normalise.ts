import { stripVTControlCharacters } from 'node:util';

/** Longer messages are cut, so that what is done with one has a bound. AWS cuts its own at about a thousand characters. */
export const longestMessage = 4000;

// With the backslashes that JSON, or JSON in JSON, puts before them.
const quotes = /(?<!\\)(?:\\+'|\\*["`´‘’“”«»])/g;
// Not the single space, of which most texts are full.
const spaces = /\s{2,}|[^\S ]/g;
// What stands before a message in the logs of CI systems and of AWS: times, levels, GitHub's commands, the service of an event.
const prefixes: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\d[t ][\d:.,]+(?:z|[+-]\d\d:?\d\d)?\s*/i,
  /^##\[\w+\]/,
  /^::error[^:]*::/,
  /^\[?(?:error|warn|warning|info)\]?:?\s+/i,
  /^\(service [^)]+\)(?: \(deployment [^)]+\))?:? /i,
  /^service \([^)]+\):? /i,
  /^\(?request ?id: [\w-]+\)?:? /i,
];

/** One spelling of quotes and spaces, for showing: a pattern need not know all of AWS's. */
export function normalise(message: string): string {
  return message.replaceAll('’', "'").replaceAll('‘', "'").replaceAll(/\s+/g, ' ').trim();
}

/** A message as values are read from it: one kind of quotes, single spaces, nothing that terminals obey, not too long. */
export function plain(message: string): string {
  const short = message.length > longestMessage ? message.slice(0, longestMessage) : message;
  const visible = short.includes('\u001B') ? stripVTControlCharacters(short) : short;
  return visible.replaceAll(quotes, "'").replaceAll(spaces, ' ').trim();
}

/** The same without what stands before the message: the time of a log line, a level, `(service x, taskSet y)`. */
export function withoutPrefixes(text: string): string {
  let rest = text;
  for (let changed = true; changed;) {
    const shorter = prefixes.reduce((left, prefix) => left.replace(prefix, ''), rest);
    changed = shorter.length < rest.length;
    rest = shorter;
  }
  return rest;
}

/** Equal for messages that differ only in who and when: no request ids, account numbers, ids of tasks and deployments. */
export function withoutIds(text: string): string {
  return withoutPrefixes(plain(text))
    .replaceAll(/\(?\b(?:aws )?request ?(?:id|token)s?:? ?'?[\w-]+'?\)?/gi, '')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>')
    .replaceAll(/\b[0-9a-f]{16,}\b/gi, '<id>')
    .replaceAll(/\b\d{12}\b/g, '<account>')
    .replaceAll(/\d{5,}/g, '<n>')
    .trim();
}

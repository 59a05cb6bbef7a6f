import { parseImageReference } from './image-reference.ts';
import { isSecretName } from './secret-names.ts';

/** What stands in the place of a secret. */
export const masked = '***';

/** What is known of the secrets of whoever wrote a text. */
export interface KnownSecrets {
  /** Secrets by value, such as those of `secretValues`. */
  readonly values: readonly string[];
  /** Names of settings that hold a secret, whatever they sound like. */
  readonly names: readonly string[];
}

const nothingKnown: KnownSecrets = { values: [], names: [] };

// Shorter values would turn every `on` and `1` of a text into stars, and hide little.
const shortestValue = 4;
// Without a digit it may as well be a word: `prod`, `token`.
const shortestWord = 8;
// What is at least as long, and no word, stands nowhere by chance.
const longestByChance = 12;
// What settings with a secret's name hold when they hold none; a region is one.
const plainValue =
  /^(?:\d{1,5}|true|false|none|null|undefined|enabled|disabled|required|optional|default|[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d)$/i;

/**
 * Somebody else's text (a log line, a reason, a message) without the secrets in it: what follows a secret's name, what has the form of a
 * known kind of token, passwords in addresses, private keys, and the values given. Rather once too often. It is linear in the
 * text's length, and masking twice changes nothing more.
 *
 */
export function maskText(text: string, { values, names }: KnownSecrets = nothingKnown): string {
  return maskNamed(maskForms(maskValues(text, values)), names);
}

/** The same for the lines of one text: a private key spans several. As many lines come back. */
export function maskLines(lines: readonly string[], known: KnownSecrets = nothingKnown): string[] {
  const ofKeys = linesOfKeys(lines);
  return lines.map((line, index) => (ofKeys.has(index) ? masked : maskText(line, known)));
}

/**
 * A value of any shape, with every text in it masked; what stands under a secret's name is masked whole.
 * @param own members whose texts are our own words, names or commands: what is known of somebody else's secrets says nothing about these
 */
export function maskAll<Value>(
  value: Value,
  known: KnownSecrets = nothingKnown,
  own: ReadonlySet<string> = new Set(),
): Value {
  return mapTexts(value, undefined, (name) => (own.has(name) ? nothingKnown : known)) as Value;
}

/** Values that settings with these names and values keep secret, to be masked wherever they are repeated. */
export function secretValues(settings: readonly (readonly [name: string, value: string])[]): string[] {
  return settings.flatMap(([name, value]) => {
    const held = isSecretName(name) ? [value] : [];
    const found = [
      ...held,
      ...[...value.matchAll(passwords)].flatMap(([, password = '']) => spellings(password)),
    ];
    return found.filter((one) => !isPlain(one));
  });
}

// `scheme://user:password@host`; a password may hold an @, or a / where no port and path stand before an @.
const passwords = /:\/\/[^\s/:@]{0,256}:([^\s/]{1,512}|(?!\d{1,5}\/)[^\s@]{1,512})@/g;

/** As it stands in an address, and as the program gets it. */
function spellings(password: string): string[] {
  try {
    return [...new Set([password, decodeURIComponent(password)])];
  } catch {
    // A % that encodes nothing.
    return [password];
  }
}

function isPlain(value: string): boolean {
  return value.length < (/^[a-z_-]*$/i.test(value) ? shortestWord : shortestValue) || plainValue.test(value);
}

type KnownUnder = (member: string) => KnownSecrets;

function mapTexts(value: unknown, name: string | undefined, knownUnder: KnownUnder): unknown {
  if (typeof value === 'string')
    return isHeld(name, value) ? masked : maskText(value, knownUnder(name ?? ''));
  // What a member holds in a list is of its kind.
  if (Array.isArray(value)) {
    const known = knownUnder(name ?? '');
    return value.map((item) =>
      typeof item === 'string' ? maskText(item, known) : mapTexts(item, undefined, knownUnder),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Readonly<Record<string, unknown>>;
  // "Values may be secret: they are never shown."
  if (name === 'headers') return Object.fromEntries(Object.keys(members).map((key) => [key, masked]));
  if (name === 'hookDetails') return withoutTexts(value);
  // AWS's pairs: `{name: 'PASSWORD', value: '…'}`.
  const pair = typeof members['name'] === 'string' ? members['name'] : undefined;
  return Object.fromEntries(
    Object.entries(members).map(([key, inner]) => [
      key,
      mapTexts(inner, key === 'value' && pair !== undefined ? pair : key, knownUnder),
    ]),
  );
}

/** What a hook is handed is anybody's: its texts may be secret, its numbers and marks are not. */
function withoutTexts(value: unknown): unknown {
  if (typeof value === 'string') return masked;
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutTexts(inner)]));
}

/** Under a name of our own documents that only sounds like a secret's there are sentences and references, not secrets. */
function isHeld(name: string | undefined, value: string): boolean {
  if (name === undefined || !isSecretName(name) || isReference(value)) return false;
  return value.length >= shortestValue && !plainValue.test(value);
}

function maskValues(text: string, values: readonly string[]): string {
  const forms = [...new Set(values.flatMap(printedForms))].sort((a, b) => b.length - a.length);
  return forms.reduce(
    (result, form) => (isByChance(form) ? hideWord(result, form) : result.replaceAll(form, masked)),
    text,
  );
}

/** It may be part of a word or a name that has nothing to do with it. */
function isByChance(value: string): boolean {
  return value.length < longestByChance || /^[a-z]+$/i.test(value);
}

function hideWord(text: string, word: string): string {
  const escaped = word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, 'g'), masked);
}

/** As it is, as part of an address, and as part of JSON. */
function printedForms(value: string): string[] {
  // A lone surrogate has no form in an address.
  const inAddress = encodeURIComponent(value.replaceAll(/[\uD800-\uDFFF]/gu, ''));
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return [value, ...lines, inAddress, JSON.stringify(value).slice(1, -1)].filter((form) => !isPlain(form));
}

/**
 * Each begins where no character of its own class stands before it, so that a text is gone through once.
 * https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
 */
const forms: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, masked],
  // AWS: ids of access keys, and what signs a request.
  [/(?<![A-Z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Z0-9])/g, masked],
  [/(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"']+/gi, `$1${masked}`],
  // JSON web tokens.
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, masked],
  [/(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,})/g, masked],
  [/(?<![A-Za-z0-9])xox[a-z]-[A-Za-z0-9-]{8,}/g, masked],
  [/(hooks\.slack\.com\/services\/)[\w/-]+/g, `$1${masked}`],
  [/(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_\w{8,}|npm_[A-Za-z0-9]{20,}|AIza[\w-]{30,})/g, masked],
  // The user stays, the password goes.
  [/(:\/\/[^\s/:@]{0,256}):[^\s/]{1,512}@/g, `$1:${masked}@`],
  [/(:\/\/[^\s/:@]{0,256}):(?!\d{1,5}\/)[^\s@"'<>,;]{1,512}@/g, `$1:${masked}@`],
];

function maskForms(text: string): string {
  return forms.reduce((result, [form, instead]) => result.replace(form, instead), text);
}

// `name=`, `name: `, `"name":`, `\"name\":`, `name => `; a flag may be followed by a space.
const named =
  /(?<![\w.-])([\w.-]{1,128})(\\{0,4}["']?\s{0,4}(?:=>|=|:)\s{0,4}|\s{1,4}(?<=--[\w-]{1,64}\s{1,4}))/g;
const longestKept = 256;
const wholeLine = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i;
const bearer = /(?<![A-Za-z])(bearer\s{1,4})([\w.~+/=-]{8,4096})/gi;

/** What follows a name that says so. */
function maskNamed(text: string, known: readonly string[]): string {
  let result = '';
  let done = 0;
  let lineEnd = -1;
  for (const match of text.matchAll(named)) {
    const [whole, name = '', separator = ''] = match;
    if (match.index < done) continue;
    // `process.env.STRIPE`, `--STRIPE`
    const isKnown = known.includes(name.replace(/^-+|^.*\./, ''));
    if (!isKnown && !saysSecret(text, match.index, name, separator)) continue;
    const from = match.index + whole.length;
    if (lineEnd < from) lineEnd = endOfLine(text, from);
    const quotes = /^\\{0,4}["']?/.exec(text.slice(from, from + 5))?.[0] ?? '';
    const end = endingOf(name, separator, text.slice(from, from + 1), isKnown);
    // What is kept can be told from its beginning: a text full of such is not gone through again for each.
    const begin = text.slice(from, Math.min(lineEnd, from + longestKept));
    const value = begin.slice(quotes.length, valueLength(begin, end));
    const isShown = isKnown
      ? value === '' || value === masked
      : isKept(name, separator, value, /["']$/.test(quotes)) ||
        (separator === ':' && isPlace(text, match.index, name, value));
    if (isShown) continue;
    const to = from + valueLength(text.slice(from, lineEnd), end);
    result += `${text.slice(done, from)}${quotes}${masked}`;
    done = to;
  }
  return (result + text.slice(done)).replace(bearer, (all, word: string, token: string) =>
    // "bearer authentication" is a word of people.
    /^[a-z]+$/i.test(token) ? all : `${word}${masked}`,
  );
}

function saysSecret(text: string, at: number, name: string, separator: string): boolean {
  if (wholeLine.test(name)) return true;
  if (!isSecretName(name) || /(?:Exception|Error|Failed)$/i.test(name)) return false;
  // `arn:aws:secretsmanager:…:secret:name` says where a secret is, `secretsmanager:GetSecretValue` what is done with it.
  return !(separator === ':' && (text[at - 1] === ':' || /^secretsmanager$/i.test(name)));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** Where a value ends that is not quoted: with its line, at the next space, or where something else begins. */
type Ending = 'line' | 'space' | 'word';

const passwordName = /passw|passphrase|pwd|pass$/i;

function endingOf(name: string, separator: string, first: string, isKnown: boolean): Ending {
  if (wholeLine.test(name) || (isKnown && /[{[]/.test(first))) return 'line';
  // What JSON does not quote is a number or a word.
  const isJson = /^\\{0,4}["']/.test(separator);
  return !isJson && (isKnown || passwordName.test(name)) ? 'space' : 'word';
}

/** The length of the value that a line begins with: up to its closing quote, or where it ends by itself. */
function valueLength(line: string, ending: Ending): number {
  const quote = /^\\{0,4}["']/.exec(line)?.[0];
  if (quote !== undefined) {
    const end = closingQuote(line, quote);
    return end === -1 ? line.length : end;
  }
  if (ending === 'line') return line.length;
  // Anybody's password may have any character, and what stands behind it in a sentence is rarely more than these.
  if (ending === 'space') return (/^\S*/.exec(line)?.[0] ?? '').replace(/["'`)\]},;]{1,8}$/, '').length;
  const run = /^[^\s"'<>]*/.exec(line)?.[0] ?? '';
  // The next of several: `password=a,user=b`, `?token=a&user=b`.
  const next = run.search(/[,;&](?:[\w.-]{1,64}[=:]|$)/);
  return (next === -1 ? run : run.slice(0, next)).replace(/[)\]},;]{1,8}$/, '').length;
}

function closingQuote(text: string, quote: string): number {
  let at = quote.length;
  for (;;) {
    const end = text.indexOf(quote, at);
    if (end === -1) return -1;
    // `\"` inside of a plain quotation does not end it.
    if (quote.length > 1 || text[end - 1] !== '\\') return end;
    at = end + 1;
  }
}

// A list or a document, whose members are looked at for themselves.
const json = /^[{[]\s*(?:\\{0,4}["'{[\]}]|$)/;

function isKept(name: string, separator: string, value: string, isQuoted: boolean): boolean {
  if (value === '' || isMasked(value, isQuoted) || (!isQuoted && json.test(value))) return true;
  if (isReference(value) || plainValue.test(value)) return true;
  // "The token: expired" is a sentence of people; a password may be any word.
  const isSentence = separator === ': ' && !passwordName.test(name) && !/^[A-Z][A-Z0-9_]+$/.test(name);
  return (
    isSentence && /^(?:[A-Z]?[a-z]{1,20}|[A-Z]+(?:_[A-Z]+)+|\w*(?:Exception|Error|Failed))[.:,]?$/.test(value)
  );
}

// Whoever names a thing so means the secret itself.
const namesSecret = /(?:passw\w*|passphrase|token|secret|key|credentials?|pwd|pass)$/i;
const version = /^(?:v?\d+(?:\.\d+)+[\w.-]*|[0-9a-f]{7,12}|latest|stable)$/;

/** `name:value` is part of an ARN, of an address with a port, or an image with its tag: it says where something is. */
function isPlace(text: string, at: number, name: string, value: string): boolean {
  const before = text.slice(beginOfRun(text, at), at);
  // A password may begin like a port with a path behind it.
  const port = namesSecret.test(name) && !before.endsWith('://') ? /^\d{1,5}$/ : /^\d{1,5}(?:[/?#]|$)/;
  if (port.test(value)) return true;
  if (/^arn:aws[\w-]*:/.test(before)) return true;
  const tag = value.replace(/[:.]{1,3}$/, '').replace(/@sha256:[0-9a-f]{0,64}$/, '');
  const image = parseImageReference(`${before}${name}:${tag}`);
  if (image?.tag === undefined) return false;
  if (image.registry !== undefined) return true;
  const isNamed = namesSecret.test(name);
  return before.endsWith('/') ? !isNamed || version.test(tag) : !isNamed && version.test(tag);
}

const longestPlace = 512;
const endsRun = new Set(' \t\n\r"\'`=,()<>[]{}');

/** Where the run of characters begins that a name is the end of. */
function beginOfRun(text: string, at: number): number {
  let begin = at;
  while (begin > 0 && at - begin < longestPlace && !endsRun.has(text.charAt(begin - 1))) begin--;
  return begin;
}

/** Nothing of the secret is left of it: more may have come behind what was masked. */
function isMasked(value: string, isQuoted: boolean): boolean {
  return isQuoted ? /^\*{3,}$/.test(value) : /^\*{3,}(?:$|@)/.test(value);
}

/** It only says where a secret is kept. */
function isReference(value: string): boolean {
  return /^(?:arn:|\$\{|\$[A-Z_]+$|\(hidden\))/.test(value);
}

const keyBegins = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
const keyEnds = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;

/** Which lines are inside of a private key; one whose beginning is not among them is known by its form and its end. */
function linesOfKeys(lines: readonly string[]): Set<number> {
  const found = new Set<number>();
  let isInKey = false;
  for (const [index, line] of lines.entries()) {
    const isEnd = keyEnds.test(line);
    if (isEnd && !isInKey && !keyBegins.test(line)) {
      for (let above = index - 1; above >= 0 && isOfKey(lines[above]); above--) found.add(above);
    }
    if (isInKey || (isEnd && !keyBegins.test(line))) found.add(index);
    if (isEnd) isInKey = false;
    else if (keyBegins.test(line)) isInKey = true;
  }
  return found;
}

function isOfKey(line: string | undefined): boolean {
  return line !== undefined && /^\s{0,40}[A-Za-z0-9+/=]{1,80}\s{0,40}$/.test(line);
}

/** A line that the runner takes as an order and not as output. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Those that the runner knows (Runner.Worker/ActionCommandManager.cs and its extensions). Any other `::name::` is output. */
const registered = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
];

/**
 * The command in a line, if there is one, by the rules of Runner.Common/ActionCommand.cs: `::name key=value,…::data` after blanks only, or
 * `##[name key=value;…]data` anywhere. `resume` is the token that ends stop-commands, a name for that time.
 */
export function commandIn(line: string, resume?: string): WorkflowCommand | undefined {
  const names = resume === undefined ? registered : [...registered, resume];
  // .NET compares by culture here: characters of no width count for nothing.
  const seen = line.replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '');
  return newForm(seen.trimStart(), names) ?? oldForm(seen, names);
}

function newForm(text: string, names: readonly string[]): WorkflowCommand | undefined {
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  return command(text.slice(2, end), text.slice(end + 2), names, ',', unescapeProperty, unescapeData);
}

function oldForm(line: string, names: readonly string[]): WorkflowCommand | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  return command(line.slice(start + 3, end), line.slice(end + 1), names, ';', unescapeOld, unescapeOld);
}

function command(
  info: string,
  data: string,
  names: readonly string[],
  between: string,
  property: (text: string) => string,
  unescape: (text: string) => string,
): WorkflowCommand | undefined {
  const space = info.indexOf(' ');
  const name = (space < 0 ? info : info.slice(0, space)).toLowerCase();
  if (!names.some((known) => known.toLowerCase() === name)) return undefined;
  const pairs = (space < 0 ? '' : info.slice(space + 1).trim())
    .split(between)
    .map((pair) => /^=*([^=]+)=(.+)$/s.exec(pair))
    .filter((pair) => pair !== null);
  const properties = Object.fromEntries(
    pairs.map(([, key = '', value = '']) => [key.toLowerCase(), property(value)]),
  );
  return { name, properties, data: unescape(data) };
}

const unescapeData = replacing([
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
]);
const unescapeProperty = replacing([
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
]);
const unescapeOld = replacing([
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
]);

/** In this order, `%25` last: the runner does not turn `%250A` into a line break. */
function replacing(pairs: readonly (readonly [string, string])[]): (text: string) => string {
  return (text) => pairs.reduce((so, [escaped, meant]) => so.replaceAll(escaped, meant), text);
}

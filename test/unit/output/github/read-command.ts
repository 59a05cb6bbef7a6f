interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/**
 * A line as the runner reads it: `::name key=value,…::data` after blanks, or `##[name key=value;…]data` anywhere; undefined for a line
 * that is no command. It knows more names than any runner has.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function readCommand(line: string): Command | undefined {
  return readNew(line.trimStart()) ?? readOld(line);
}

function readNew(line: string): Command | undefined {
  if (!line.startsWith('::')) return undefined;
  const end = line.indexOf('::', 2);
  if (end < 0) return undefined;
  const { name, pairs } = headOf(line.slice(2, end));
  if (name === '') return undefined;
  const properties = pairsOf(pairs.trim(), ',').map(([key, value]) => [
    key,
    unescaped(value, { '%3A': ':', '%2C': ',' }),
  ]);
  return {
    name,
    properties: Object.fromEntries(properties) as Record<string, string>,
    data: unescaped(line.slice(end + 2)),
  };
}

function readOld(line: string): Command | undefined {
  const begin = line.indexOf('##[');
  const end = line.indexOf(']', begin);
  if (begin < 0 || end < 0) return undefined;
  const { name, pairs } = headOf(line.slice(begin + 3, end));
  if (name === '') return undefined;
  return { name, properties: Object.fromEntries(pairsOf(pairs, ';')), data: line.slice(end + 1) };
}

function headOf(head: string): { name: string; pairs: string } {
  const space = head.indexOf(' ');
  return space < 0 ? { name: head, pairs: '' } : { name: head.slice(0, space), pairs: head.slice(space + 1) };
}

function pairsOf(text: string, separator: string): [string, string][] {
  return text.split(separator).flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    const [key, value] = equals < 0 ? ['', ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    return key === '' || value === '' ? [] : [[key, value]];
  });
}

// `%25` last, as the runner does it.
function unescaped(text: string, more: Readonly<Record<string, string>> = {}): string {
  const escapes = { '%0D': '\r', '%0A': '\n', ...more, '%25': '%' };
  return Object.entries(escapes).reduce((sum, [escape, token]) => sum.replaceAll(escape, token), text);
}

/** What a message says for the `<name>`s of a sentence, by name. */
export type MessageValues = Readonly<Record<string, string>>;

const placeholder = /<(?<name>[a-z]+)(?:\|(?<otherwise>[^>]+))?>/g;
const trailing = /[.,;:)'"\]]+$/;

/** Reads the named groups of all patterns; where two have the same group, the first that fits. `text` is `plain`. */
export function readValues(text: string, patterns: readonly RegExp[]): MessageValues {
  const values: Record<string, string> = {};
  for (const pattern of patterns) {
    for (const [name, value] of Object.entries(pattern.exec(text)?.groups ?? {})) {
      const clean = value.replace(trailing, '');
      if (clean !== '') values[name] ??= clean;
    }
  }
  return values;
}

/** A sentence with the values in it: `<name|words>` is the value, or the words where the message does not say it. */
export function fillIn(sentence: string, values: MessageValues): string {
  if (!sentence.includes('<')) return sentence;
  return sentence.replaceAll(placeholder, (_, name: string, otherwise: string | undefined) => {
    return values[name] ?? otherwise ?? `the ${name}`;
  });
}

/** A sentence as documentation shows it, for any message: `<name>` stands for what the message says. */
export function withNames(sentence: string): string {
  return sentence.replaceAll(placeholder, '<$<name>>');
}

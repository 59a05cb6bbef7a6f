import { cutMark } from '../../program/line-splitter.ts';

/** Replaces every secret in a text. */
export type Mask = (text: string) => string;

/** What stands in the place of a secret. */
const masked = '***';
/** Shorter values would turn every `1` and `yes` of the output into stars, and say little. */
const shortest = 4;

/**
 * Hides values in output that is shown. A value of several lines is hidden line by line, since that is how it is printed;
 * of `name=value` lines (`.env`, `.npmrc`) the value alone as well.
 */
export function maskingOf(values: readonly string[]): Mask {
  const secrets = [...new Set(values.flatMap(printedForms))].sort((a, b) => b.length - a.length);
  if (secrets.length === 0) return (text) => text;
  return (text) => withoutCutSecret(replaceAll(text, secrets), secrets);
}

function replaceAll(text: string, secrets: readonly string[]): string {
  return secrets.reduce((result, secret) => result.replaceAll(secret, masked), text);
}

function printedForms(value: string): string[] {
  const lines = value.split(/\r?\n/);
  const assigned = lines.map((line) =>
    line
      .slice(line.indexOf('=') + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2'),
  );
  const forms = [value, value.trim(), ...lines.map((line) => line.trim()), ...assigned];
  return forms.filter((form) => form.length >= shortest);
}

/** A line that was cut may end in the beginning of a secret. */
function withoutCutSecret(text: string, secrets: readonly string[]): string {
  if (!text.endsWith(cutMark)) return text;
  const kept = text.slice(0, -cutMark.length);
  for (const secret of secrets) {
    for (let length = secret.length - 1; length >= shortest; length--) {
      if (kept.endsWith(secret.slice(0, length))) return `${kept.slice(0, -length)}${masked}${cutMark}`;
    }
  }
  return text;
}

import type { Leftover } from '../../model/initialised.ts';
import { asVariable, VariableNames } from '../variable-name.ts';

/** A text of ecspresso whose template actions are taken out, to be put back as references of ours. */
export interface Untemplated {
  /** Each action is a mark of two private characters around its number; lines stay where they are. */
  readonly text: string;
  readonly hasActions: boolean;
  /** Our reference in the place of each mark. */
  readonly settle: (text: string) => string;
  readonly leftovers: readonly Leftover[];
}

const [open, close] = ['\uE000', '\uE001'];
const action = /\{\{-?\s*((?:`[^`]*`|"(?:\\.|[^"\\])*"|\\"(?:(?!\\").)*\\"|(?!\}\}).)*?)\s*-?\}\}/g;
// https://pkg.go.dev/text/template: words that say what to do with other text, not what to put there.
const logic = /^(?:if|else|end|range|with|define|template|block|break|continue|\/\*|\$|[\w.]+\s*:=)/;

/**
 * Turns `{{ must_env }}` and `{{ env }}` into references of ours, and lookups such as `{{ tfstate }}` into a variable with a name made
 * of what they look up. https://github.com/kayac/ecspresso: template syntax
 * @param names shared by the files of one configuration, so that one lookup is one variable
 */
export function untemplate(
  text: string,
  { file, lookups, json }: { readonly file: string; readonly lookups: Lookups; readonly json: boolean },
): Untemplated {
  const references: string[] = [];
  const leftovers: Leftover[] = [];
  let hasActions = false;
  const lines = text.split('\n').map((line, index) => {
    const at = { file, line: index + 1 };
    return line.replaceAll(action, (whole: string, inner: string, offset: number) => {
      hasActions = true;
      if (logic.test(inner) || inner === '') {
        if (!inner.startsWith('/*')) leftovers.push({ reason: 'template-logic', what: whole, ...at });
        return '';
      }
      const { reference, isLookup } = lookups.referenceFor(inner);
      if (isLookup) leftovers.push({ reason: 'lookup', what: whole, instead: reference, ...at });
      references.push(reference);
      const mark = `${open}${references.length - 1}${close}`;
      return json && !isInString(line.slice(0, offset)) ? `"${mark}"` : mark;
    });
  });
  const marks = new RegExp(`${open}(\\d+)${close}`, 'g');
  return {
    text: lines.join('\n'),
    hasActions,
    settle: (settled) => settled.replaceAll(marks, (_, number: string) => references[Number(number)] ?? ''),
    leftovers,
  };
}

/** Which variable stands for which lookup. */
export class Lookups {
  readonly #names = new VariableNames();
  readonly #known = new Map<string, string>();

  referenceFor(inner: string): { readonly reference: string; readonly isLookup: boolean } {
    const [name = '', ...words] = wordsOf(inner);
    const [variable = '', fallback] = words;
    const isVariable = /^[A-Za-z_][A-Za-z0-9_]*$/.test(variable);
    if (name === 'must_env' && words.length === 1 && isVariable) {
      return { reference: `\${env:${variable}}`, isLookup: false };
    }
    if (name === 'env' && words.length === 2 && isVariable && !/[{}]/.test(fallback ?? '')) {
      return { reference: `\${env:${variable}:-${fallback ?? ''}}`, isLookup: false };
    }
    const known = this.#known.get(inner) ?? this.#names.take(asVariable(words.join('_') || name));
    this.#known.set(inner, known);
    return { reference: `\${env:${known}}`, isLookup: true };
  }
}

/** ``must_env `NAME` ``, also with double quotes, and with those of JSON around them. */
function wordsOf(inner: string): string[] {
  return [...inner.matchAll(/`([^`]*)`|\\?"((?:\\.|[^"\\])*)\\?"|([^\s`"\\]+)/g)].map(
    ([, raw, quoted, plain]) => raw ?? quoted ?? plain ?? '',
  );
}

/** Whether a string of JSON is open at the end; none goes over a line. */
function isInString(before: string): boolean {
  let isOpen = false;
  for (let at = 0; at < before.length; at++) {
    if (before[at] === '\\') at++;
    else if (before[at] === '"') isOpen = !isOpen;
  }
  return isOpen;
}

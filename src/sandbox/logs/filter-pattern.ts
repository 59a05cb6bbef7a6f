import { ServiceError } from '../service-error.ts';

/**
 * The plain part of the filter pattern syntax: all words must occur, `?word` of which one must, `-word` must not, quotes
 * hold phrases together. Patterns over JSON, columns or regular expressions are refused rather than misread.
 */
export function compileFilter(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? '';
  if (/^[{[%]/.test(text)) {
    throw new ServiceError(
      'InvalidParameterException',
      `The ecsdeploy sandbox knows no JSON, column or regular-expression filter patterns: ${text}`,
    );
  }
  const terms = [...text.matchAll(/([?-]?)(?:"([^"]*)"|(\S+))/g)].map((match) => ({
    sign: match[1] ?? '',
    word: match[2] ?? match[3] ?? '',
  }));
  const withSign = (sign: string): string[] =>
    terms.filter((term) => term.sign === sign).map(({ word }) => word);
  const [all, any, none] = [withSign(''), withSign('?'), withSign('-')];
  return (message) =>
    all.every((word) => message.includes(word)) &&
    !none.some((word) => message.includes(word)) &&
    (any.length === 0 || any.some((word) => message.includes(word)));
}

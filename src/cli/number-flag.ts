import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';

class InvalidNumber extends EcsdeployError {
  constructor(text: string, { min, max }: NumberLimits) {
    const limits = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
    super({ code: 'usage.invalid_number', message: `"${text}" is not a number ${limits}` });
  }
}

// A type, not an interface: oclif wants custom options to have an index signature.
type NumberLimits = { readonly min: number; readonly max?: number };

/** A flag that takes a number within limits, with or without a fraction. */
export const numberFlag = Flags.custom<number, NumberLimits>({
  helpValue: '<number>',
  parse: async (text, _context, limits) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (!(number >= limits.min && number <= (limits.max ?? Number.MAX_SAFE_INTEGER)))
      throw new InvalidNumber(text, limits);
    return Promise.resolve(number);
  },
});

import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';

class InvalidNumber extends EcsdeployError {
  constructor(text: string, { min, max, whole }: NumberLimits) {
    const limits = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
    super({
      code: 'usage.invalid_number',
      message: `"${text}" is not a ${whole === true ? 'whole ' : ''}number ${limits}`,
    });
  }
}

// A type, not an interface: oclif wants custom options to have an index signature.
type NumberLimits = { readonly min: number; readonly max?: number; readonly whole?: true };

/** A flag that takes a number within limits; with a fraction unless `whole`. */
export const numberFlag = Flags.custom<number, NumberLimits>({
  helpValue: '<number>',
  parse: async (text, _context, limits) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    const isWithin = number >= limits.min && number <= (limits.max ?? Number.MAX_SAFE_INTEGER);
    if (!isWithin || (limits.whole === true && !Number.isInteger(number)))
      throw new InvalidNumber(text, limits);
    return Promise.resolve(number);
  },
});

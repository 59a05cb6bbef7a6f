import { Flags } from '@oclif/core';
import { parseDuration, type Milliseconds } from '../model/duration.ts';

/** A flag that takes `90s`, `10m` or `1h30m` and hands over milliseconds. */
export const durationFlag = Flags.custom<Milliseconds>({
  helpValue: '<duration>',
  // An async function, so that a text that is no duration becomes a rejection that the parser attributes to its flag.
  parse: async (text) => Promise.resolve(parseDuration(text)),
});

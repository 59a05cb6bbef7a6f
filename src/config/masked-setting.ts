import { maskAll } from '../model/mask-text.ts';

/** What is shown of the value of a setting that a person has named: nothing, where the name is one of a secret or the value looks like one. */
export function maskedSetting(name: string, value: string | undefined): string | undefined {
  return maskAll<Readonly<Record<string, string | undefined>>>({ [name]: value })[name];
}

import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';
import { wantedStrategies, type WantedStrategy } from '../model/wanted-strategy.ts';

/** A text that is no strategy. */
class UnknownStrategy extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.unknown_strategy',
      message: `"${text}" is no strategy: it must be one of ${wantedStrategies.join(', ')}`,
    });
  }
}

const parse = Flags.custom<WantedStrategy>({
  helpValue: `<${wantedStrategies.join('|')}>`,
  // An async function, so that a wrong text becomes a rejection that the parser attributes to its flag.
  parse: async (text) => Promise.resolve(toStrategy(text)),
});

/** The strategy of one run. */
export const strategyFlag = {
  strategy: parse({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_STRATEGY',
    description:
      "How the new revision comes in, before the configuration file's and what the service has; settings of the file for other strategies are left out.",
  }),
};

/**
 * In any case and with hyphens, as people write them: `blue-green`.
 * @throws UnknownStrategy
 */
export function toStrategy(text: string): WantedStrategy {
  const wanted = text.trim().toUpperCase().replaceAll('-', '_');
  const found = wantedStrategies.find((strategy) => strategy === wanted);
  if (found === undefined) throw new UnknownStrategy(text);
  return found;
}

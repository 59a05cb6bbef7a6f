import { toConfiguredId, type Hook } from '@oclif/core';
import { closestNames } from '../model/closest-name.ts';
import { EcsdeployError } from '../model/error.ts';

class UnknownCommand extends EcsdeployError {
  constructor(name: string, bin: string, close: readonly string[]) {
    super({
      code: 'usage.unknown_command',
      message: `"${name}" is not a command of ${bin}`,
      suggestions: [
        ...(close.length > 0 ? [`Did you mean ${close.map((one) => `${bin} ${one}`).join(' or ')}?`] : []),
        `Run ${bin} --help for its commands.`,
      ],
    });
  }
}

/** What oclif calls for a name that is no command. It never asks and never guesses: what runs in production is typed in full. */
const commandNotFound: Hook.CommandNotFound = ({ id, config }) => {
  const known = config.commands.filter(({ hidden }) => !hidden).map((one) => toConfiguredId(one.id, config));
  const name = toConfiguredId(id, config);
  throw new UnknownCommand(name, config.bin, closestNames(name, known));
};

export default commandNotFound;

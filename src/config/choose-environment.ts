import { closestNames } from '../model/closest-name.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ConfigFile } from './config-file.ts';

/** The file has environments and nobody said which one is meant: guessing could release to production. */
class EnvironmentRequired extends EcsdeployError {
  constructor(file: string, names: readonly string[]) {
    super({
      code: 'usage.environment_required',
      message: `${file} has the environments ${names.join(', ')}, and none was chosen`,
      suggestions: [`Choose one, such as --environment ${names[0] ?? '<name>'}.`],
      details: { environments: names },
    });
  }
}

class UnknownEnvironment extends EcsdeployError {
  constructor(file: string, wanted: string, names: readonly string[]) {
    const close = closestNames(wanted, names);
    const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    super({
      code: 'config.unknown_environment',
      message: `${file} has no environment ${JSON.stringify(wanted)}, ${known}`,
      suggestions: close.length > 0 ? [`Did you mean ${close.join(' or ')}?`] : [],
      details: { environment: wanted, environments: names },
    });
  }
}

/** Names of the environments of a file, in its order. */
export function environmentNames({ configuration }: ConfigFile): readonly string[] {
  return Object.keys(configuration.environments ?? {});
}

/** The environment that is meant; undefined where the file has none. */
export function chooseEnvironment(config: ConfigFile, wanted: string | undefined): string | undefined {
  const names = environmentNames(config);
  if (wanted === undefined && names.length > 0) throw new EnvironmentRequired(config.shownAs, names);
  if (wanted !== undefined && !names.includes(wanted))
    throw new UnknownEnvironment(config.shownAs, wanted, names);
  return wanted;
}

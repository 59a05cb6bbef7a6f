import { stat } from 'node:fs/promises';
import path from 'node:path';
import { EcsdeployError } from '../model/error.ts';
import { UnreadableConfig } from './unreadable-config.ts';

const names = ['ecsdeploy.yml', 'ecsdeploy.yaml', 'ecsdeploy.json'] as const;

/** Two files of which one would silently be ignored. */
class SeveralConfigs extends EcsdeployError {
  constructor(directory: string, found: readonly string[]) {
    super({
      code: 'config.several',
      message: `${directory} holds ${found.join(' and ')}, and only one can be meant`,
      suggestions: ['Keep one of them, or name one with --config.'],
      details: { directory, found },
    });
  }
}

/** The closest configuration file from a directory upward, undefined when there is none. */
export async function findConfigFile(startDirectory: string): Promise<string | undefined> {
  for (let directory = path.resolve(startDirectory); ; directory = path.dirname(directory)) {
    const found: string[] = [];
    for (const name of names) if (await exists(path.join(directory, name))) found.push(name);
    const [first] = found;
    if (found.length > 1) throw new SeveralConfigs(directory, found);
    if (first !== undefined) return path.join(directory, first);
    if (directory === path.dirname(directory)) return undefined;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return false;
    throw new UnreadableConfig(file, `cannot be looked at: ${code ?? String(error)}`, error);
  }
}

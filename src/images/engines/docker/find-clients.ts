import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { variable, type Environment } from './environment.ts';

/**
 * Every docker client on PATH, in its order, as absolute paths; one that is found twice (`/bin` is often a link to
 * `/usr/bin`) counts once. `ECSDEPLOY_DOCKER` names the only one instead.
 */
export function findClients(environment: Environment): string[] {
  const given = variable(environment, 'ECSDEPLOY_DOCKER');
  if (given !== undefined) {
    const only = path.resolve(given);
    return isProgram(only) ? [only] : [];
  }
  const seen = new Set<string>();
  return (environment['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, 'docker'))
    .filter((file) => {
      if (!isProgram(file)) return false;
      const real = realpathSync(file);
      return !seen.has(real) && seen.add(real);
    });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

import { readFile, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { RegistryToken } from '../../ecr/authorization.ts';
import { inPrivateFolder } from './private-folder.ts';

/**
 * A folder for `docker --config` with a login of one registry and nothing else, for as long as `work` takes. The current context is the
 * user's own, so that the same engine is asked.
 */
export function withLogin<Result>(
  host: string,
  token: RegistryToken,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  return inPrivateFolder(async (folder) => {
    const auth = Buffer.from(`${token.username}:${token.password}`).toString('base64');
    const own = process.env['DOCKER_CONFIG'] ?? path.join(homedir(), '.docker');
    const config = { auths: { [host]: { auth } }, ...(await currentContext(own)) };
    await writeFile(path.join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 });
    // Without the right to make links there is still the engine that the environment names.
    await symlink(path.join(own, 'contexts'), path.join(folder, 'contexts'), 'dir').catch(() => undefined);
    return work(folder);
  });
}

async function currentContext(folder: string): Promise<{ currentContext?: string }> {
  try {
    const config = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8')) as object;
    const current = 'currentContext' in config ? config.currentContext : undefined;
    return typeof current === 'string' ? { currentContext: current } : {};
  } catch {
    return {};
  }
}

import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { DockerCli } from './docker-cli.ts';

/** A container engine that answers, and the client that reaches it. */
export interface FoundEngine {
  readonly cli: DockerCli;
  /** Of the engine, not of the client: `20.10.24+dfsg1`. */
  readonly version: string;
}

/** No container engine answers, and one was asked for. */
export class NoEngineError extends Error {
  readonly code = 'sandbox.no_engine';
  readonly suggestions = [
    'docker version tells whether an engine answers.',
    'Without one, tasks can be simulated: ecsdeploy sandbox start --runtime simulated',
  ];

  constructor() {
    super('No container engine answers, so the sandbox cannot run tasks as real containers.');
    this.name = 'NoEngineError';
  }
}

/** An engine of this machine answers in milliseconds; one behind ssh gets the time to log in. */
const patience = 5_000;

/** The first `docker` on the path behind which an engine answers. An older client may reach one that a newer cannot, so all are tried. */
export async function findEngine(environment = process.env): Promise<FoundEngine | undefined> {
  for (const client of clientsOn(environment['PATH'] ?? '')) {
    const cli = new DockerCli(client);
    const { code, stdout } = await cli.run(['version', '--format', '{{.Server.Version}}'], {
      timeout: patience,
    });
    const version = stdout.trim();
    if (code === 0 && version !== '') return { cli, version };
  }
  return undefined;
}

function clientsOn(searchPath: string): string[] {
  const name = process.platform === 'win32' ? 'docker.exe' : 'docker';
  const found = new Map<string, string>();
  for (const folder of searchPath.split(path.delimiter)) {
    const client = path.join(folder, name);
    const real = folder === '' ? undefined : programAt(client);
    if (real !== undefined && !found.has(real)) found.set(real, client);
  }
  return [...found.values()];
}

function programAt(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? realpathSync(file) : undefined;
  } catch {
    return undefined;
  }
}

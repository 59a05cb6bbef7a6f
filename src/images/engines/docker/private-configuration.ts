import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NoPrivateFolder } from '../build-errors.ts';
import { variable, type Environment } from './environment.ts';
import {
  hasHelper,
  inheritConfiguration,
  keepLoginInFile,
  type ClientConfiguration,
} from './inherit-configuration.ts';
import { namePrefix, sweepPrivateFolders } from './sweep.ts';

/**
 * A configuration folder for the client (`DOCKER_CONFIG`) that dies with us: it starts with the user's logins, helpers,
 * contexts and plugins, and keeps the logins of this run. The user's own is only read.
 */
export class PrivateConfiguration {
  readonly folder: string;
  /** The context that the user has chosen for good, which says where the engine is. */
  readonly currentContext: string | undefined;
  /** Whether another program may be asked for logins. */
  readonly hasHelper: boolean;
  /** What tells the client about all this. */
  readonly environment: Readonly<Record<string, string>>;

  /**
   * Makes the folder, and removes those that dead processes of this user have left.
   * @throws NoPrivateFolder
   */
  constructor(environment: Environment) {
    sweepPrivateFolders();
    this.folder = makeFolder();
    removeAtExit(this.folder);
    const theirs = userFolder(environment);
    const configuration = inheritConfiguration(readIfThere(path.join(theirs, 'config.json')));
    this.#write(configuration);
    this.currentContext = configuration.currentContext;
    this.hasHelper = hasHelper(configuration);
    linkEverythingElse(theirs, this.folder);
    keepContextCache(theirs, this.folder);
    this.environment = {
      DOCKER_CONFIG: this.folder,
      BUILDX_CONFIG: builders(
        variable(environment, 'BUILDX_CONFIG') ?? path.join(theirs, 'buildx'),
        this.folder,
      ),
    };
  }

  /** To be called before the login, so that the client does not put the token into a keychain. */
  keepLoginHere(registry: string): void {
    this.#write(keepLoginInFile(readIfThere(path.join(this.folder, 'config.json')), registry));
  }

  remove(): void {
    removeFolder(this.folder);
  }

  #write(configuration: ClientConfiguration): void {
    const text = JSON.stringify(configuration, undefined, 2);
    writeFileSync(path.join(this.folder, 'config.json'), text, { mode: 0o600 });
  }
}

/** Where the client keeps what the user has configured. */
function userFolder(environment: Environment): string {
  return (
    variable(environment, 'DOCKER_CONFIG') ??
    path.join(variable(environment, 'HOME') ?? os.homedir(), '.docker')
  );
}

/** Only its owner may enter it: `mkdtemp` sees to that. */
function makeFolder(): string {
  try {
    return mkdtempSync(path.join(os.tmpdir(), namePrefix(process.pid)));
  } catch (error) {
    throw new NoPrivateFolder(os.tmpdir(), error);
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Contexts, plugins, certificates, trust: the client only reads them. Files with a dot it writes to. */
function linkEverythingElse(theirs: string, ours: string): void {
  if (!existsSync(theirs)) return;
  for (const name of readdirSync(theirs)) {
    if (name.startsWith('config.json') || name.startsWith('.') || name === 'buildx') continue;
    symlinkSync(path.resolve(theirs, name), path.join(ours, name));
  }
}

/**
 * BuildKit keeps what it got of a context for the client that sent it, and knows the client by this id. A new one in every run
 * would send everything again.
 */
function keepContextCache(theirs: string, ours: string): void {
  const known = readIfThere(path.join(theirs, '.buildNodeID'));
  const id =
    known === '' ? createHash('sha256').update(`ecsdeploy ${os.hostname()} ${theirs}`).digest('hex') : known;
  writeFileSync(path.join(ours, '.buildNodeID'), id, { mode: 0o600 });
}

/** The user's builders, where buildx can lock and note their use; a copy of them where it cannot. */
function builders(theirs: string, ours: string): string {
  const copy = path.join(ours, 'buildx');
  if (!existsSync(theirs)) return copy;
  try {
    accessSync(theirs, constants.R_OK | constants.W_OK | constants.X_OK);
    return theirs;
  } catch {
    for (const name of ['instances', 'defaults', 'current']) {
      const source = path.join(theirs, name);
      if (existsSync(source)) cpSync(source, path.join(copy, name), { recursive: true });
    }
    return copy;
  }
}

const folders = new Set<string>();

/** For a process that leaves in the middle (a second Ctrl-C). */
function removeAtExit(folder: string): void {
  if (folders.size === 0) process.on('exit', removeAll);
  folders.add(folder);
}

function removeFolder(folder: string): void {
  // A client that is just ending may still write into it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  folders.delete(folder);
  if (folders.size === 0) process.off('exit', removeAll);
}

function removeAll(): void {
  for (const folder of folders) removeFolder(folder);
}

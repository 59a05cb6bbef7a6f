import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { canariesIn, type Canary } from './canaries.ts';

/** What could be seen of a process at some moment. A process that turned into another program was seen as both. */
export interface Sighting {
  readonly pid: number;
  readonly args: readonly string[];
  /** `NAME=value`, separated by NUL; empty where it belongs to another user. */
  readonly environment: string;
  /** It has its own process numbers, as everything in a container does. */
  readonly isContained: boolean;
}

/** A file that was there for a while. */
interface SeenFile {
  readonly file: string;
  readonly content: string;
  /** Permissions of its folder, and its own. */
  readonly modes: readonly number[];
}

export interface Seen {
  /** How often everything was looked at. */
  readonly looks: number;
  readonly sightings: readonly Sighting[];
  readonly files: readonly SeenFile[];
}

const sampler = fileURLToPath(new URL('sample-processes.js', import.meta.url));
/** What private folders hold. */
const secretFiles = ['config.json', 'env'];

/**
 * Looks at arguments and environments of all processes of this machine every few milliseconds, as another user of it could at
 * the arguments, and at the files in the private folders in these folders.
 */
export class ProcessWatch {
  readonly #worker: Worker;
  readonly #stop: Int32Array;

  constructor(folders: readonly string[]) {
    this.#stop = new Int32Array(new SharedArrayBuffer(4));
    this.#worker = new Worker(sampler, { workerData: { stop: this.#stop, folders, secretFiles } });
  }

  async end(): Promise<Seen> {
    const message = once(this.#worker, 'message');
    const ended = once(this.#worker, 'exit');
    Atomics.store(this.#stop, 0, 1);
    Atomics.notify(this.#stop, 0);
    const [seen] = (await message) as [Seen];
    await ended;
    return seen;
  }
}

/** Where the canaries were seen: in arguments of whomever, and in environments of those who are not `allowed` to have them there. */
export function leaks(
  sightings: readonly Sighting[],
  canaries: readonly Canary[],
  allowed: (sighting: Sighting) => boolean = () => false,
): string[] {
  const found = sightings.flatMap((sighting) => {
    const { args, environment } = sighting;
    const name = describe(sighting);
    return [
      ...canariesIn(args.join(' '), canaries).map((canary) => `${canary} in the arguments of ${name}`),
      ...(allowed(sighting) ? [] : holders(environment, canaries, name)),
    ];
  });
  return [...new Set(found)].sort();
}

/** Who has the canaries in the environment. */
export function holdersOf(sightings: readonly Sighting[], canaries: readonly Canary[]): string[] {
  const found = sightings.flatMap((sighting) => holders(sighting.environment, canaries, describe(sighting)));
  return [...new Set(found)].sort();
}

function holders(environment: string, canaries: readonly Canary[], name: string): string[] {
  return canariesIn(environment, canaries).map((canary) => `${canary} in the environment of ${name}`);
}

/** Program and command: `docker build`. */
function describe({ args: [program = '', ...rest], isContained }: Sighting): string {
  const command = rest.find((word) => !word.startsWith('-')) ?? '';
  return `${path.basename(program)} ${path.basename(command)}${isContained ? ' (in a container)' : ''}`.trim();
}

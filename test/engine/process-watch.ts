import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** What the system shows of a process to others of the same user. */
export interface SeenProcess {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
  readonly environment: string;
}

/** All processes of this machine that may be looked at. */
function processes(): SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        const parent = Number(/^ \S (\d+)/.exec(stat.slice(stat.lastIndexOf(')') + 1))?.[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ id: Number(name), parent, command, environment: read(`/proc/${name}/environ`) }];
      } catch {
        return [];
      }
    });
}

/** Looks at all processes again and again until `work` is done. */
export async function processesDuring(work: Promise<unknown>): Promise<SeenProcess[]> {
  const seen: SeenProcess[] = [];
  const over = new AbortController();
  const end = (): void => over.abort();
  work.then(end, end);
  while (!over.signal.aborted) {
    seen.push(...processes());
    await wait(30);
  }
  return seen;
}

/** Waits for the last process that `isMeant` to end. */
export async function untilNone(isMeant: (process: SeenProcess) => boolean): Promise<void> {
  for (let look = 0; look < 100; look++) {
    if (!processes().some(isMeant)) return;
    await wait(50);
  }
  throw new Error(
    `still there: ${processes()
      .filter(isMeant)
      .map(({ command }) => command)
      .join(', ')}`,
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

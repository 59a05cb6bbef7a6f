import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Signals a child and everything that it has started: docker before 25 does not pass SIGTERM on to its plugins, which then go
 * on building. Only Linux tells who has started whom without another program; elsewhere the child alone gets the signal.
 */
export function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  const started = pid === undefined ? [] : descendantsOf(pid, parents());
  child.kill(signal);
  for (const descendant of started) {
    try {
      process.kill(descendant, signal);
    } catch {
      // It has ended in the meantime, or belongs to another user.
    }
  }
}

function descendantsOf(pid: number, parentOf: ReadonlyMap<number, number>): number[] {
  const children = [...parentOf].filter(([, parent]) => parent === pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendantsOf(child, parentOf)]);
}

/** The parent of every process that can be seen. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of processNames()) {
    try {
      // `pid (name) state parent …`, where the name may hold anything.
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const parent = /^ \S (\d+)/.exec(stat.slice(stat.lastIndexOf(')') + 1))?.[1];
      if (parent !== undefined) found.set(Number(name), Number(parent));
    } catch {
      // Gone since the folder was listed.
    }
  }
  return found;
}

function processNames(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

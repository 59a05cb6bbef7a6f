import { execFileSync } from 'node:child_process';

/** Ends a process and all that have come from it, at once. One that has ended already is passed over. */
export function killTree(pid: number): void {
  const children = childrenByParent();
  const tree = [pid];
  for (const member of tree) tree.push(...(children.get(member) ?? []));
  for (const member of tree) signalTo(member, 'SIGKILL');
}

/** A signal to this process alone. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const line of execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')) {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

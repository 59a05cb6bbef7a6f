import type { ChildProcess } from 'node:child_process';
import { signalTree } from './process-tree.ts';

const running = new Set<ChildProcess>();

/**
 * Children of a process that leaves at once (a second Ctrl-C) would go on by themselves: they are told to end. Returns the
 * function to call when the child has ended.
 */
export function endWithUs(child: ChildProcess): () => void {
  if (running.size === 0) process.on('exit', endAll);
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) process.off('exit', endAll);
  };
}

function endAll(): void {
  for (const child of running) signalTree(child, 'SIGTERM');
}

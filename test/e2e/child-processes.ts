import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The process that another one has started: a program, with this as its first or second word. Linux only. */
export function childOf(parent: number, programs: ReadonlySet<string>, word: string): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      if (!read(pid, 'status').includes(`\nPPid:\t${parent}\n`)) return false;
      const [program = '', ...words] = read(pid, 'cmdline').split('\0');
      return programs.has(path.basename(program)) && words.slice(0, 2).includes(word);
    });
}

/** One that has ended, and that nobody has asked about yet, counts as ended. */
export function isRunning(pid: number): boolean {
  return /^State:\t[^Z]/m.test(read(pid, 'status'));
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

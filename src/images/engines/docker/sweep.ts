import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const stem = 'ecsdeploy-docker-';

/**
 * How the name of a private folder begins: with the process that it belongs to. The namespace of process ids is part of it:
 * containers that share a folder for temporary files do not see each other's processes.
 */
export function namePrefix(processId: number): string {
  return `${stem}${processId}-${processNamespace()}-`;
}

/** Removes the private folders of this user whose process is no more: it was killed before it could. */
export function sweepPrivateFolders(): void {
  const name = new RegExp(`^${stem}(\\d+)-${processNamespace()}-`);
  for (const entry of namesIn(os.tmpdir())) {
    const processId = name.exec(entry)?.[1];
    if (processId === undefined || isAlive(Number(processId))) continue;
    const folder = path.join(os.tmpdir(), entry);
    if (isOwnFolder(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `4026531836` on Linux; elsewhere there is only one. */
function processNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function isOwnFolder(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}

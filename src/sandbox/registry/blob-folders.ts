import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'ecsdeploy-sandbox-blobs-';
const folderName = new RegExp(`^${prefix}(\\d+)-`);

/** Those of this process: one of the same number may have left others behind. */
const ours = new Set<string>();

/** A folder in the system's temporary one that only this user can enter (mode 0700, by mkdtemp's own rule). Its name tells the process. */
export function makeBlobFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  ours.add(folder);
  return folder;
}

/** Removes what sandboxes left behind that were killed: folders of this user whose process is gone. */
export function sweepBlobFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(folderName.exec(name)?.[1]);
    const folder = join(tmpdir(), name);
    if (Number.isNaN(pid) || ours.has(folder) || isAliveElsewhere(pid) || !isOwn(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAliveElsewhere(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    // Signal 0 only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and somebody else's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function isOwn(folder: string): boolean {
  const status = lstatSync(folder, { throwIfNoEntry: false });
  return status?.isDirectory() === true && status.uid === process.getuid?.();
}

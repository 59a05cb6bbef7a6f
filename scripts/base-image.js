// A base image without a registry: the static busybox of this machine with a link for each of its applets. Node's own modules only:
// the demonstration and CI use it before or beside the tests.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const localImage = 'busybox-local:1';
const publicImage = 'busybox:1.36';

/**
 * The name of an image with busybox in it: `busybox-local:1`, made from this machine's static busybox if it is not there yet, else
 * `busybox:1.36`, which the engine pulls when it is first used. Throws what `docker import` said if it fails.
 */
export function ensureBaseImage(docker = 'docker') {
  if (spawnSync(docker, ['image', 'inspect', localImage], { stdio: 'ignore' }).status === 0)
    return localImage;
  const busybox = staticBusybox();
  if (busybox === undefined) return publicImage;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-base-image-'));
  try {
    const rootFolder = path.join(folder, 'root');
    layOut(rootFolder, busybox);
    const archive = path.join(folder, 'root.tar');
    run('tar', ['-C', rootFolder, '--owner=0', '--group=0', '--numeric-owner', '-cf', archive, '.']);
    run(docker, ['import', '--change', 'CMD ["sh"]', archive, localImage]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return localImage;
}

/** The path of a busybox that needs no libraries: one that names a dynamic loader would not start in an empty image. */
export function staticBusybox() {
  const paths = ['/bin/busybox', '/usr/bin/busybox'];
  return paths.find((file) => {
    try {
      return !readFileSync(file).subarray(0, 4096).includes('/ld-');
    } catch {
      return false;
    }
  });
}

function layOut(rootFolder, busybox) {
  for (const folder of ['bin', 'etc', 'root', 'tmp', 'var'])
    mkdirSync(path.join(rootFolder, folder), { recursive: true });
  // The mode that mkdir is given is cut by the umask.
  chmodSync(path.join(rootFolder, 'tmp'), 0o1777);
  writeFileSync(
    path.join(rootFolder, 'etc', 'passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  );
  writeFileSync(path.join(rootFolder, 'etc', 'group'), 'root:x:0:\nnobody:x:65534:\n');
  const target = path.join(rootFolder, 'bin', 'busybox');
  copyFileSync(busybox, target);
  chmodSync(target, 0o755);
  for (const applet of run(busybox, ['--list']).trim().split('\n')) {
    if (applet !== 'busybox') symlinkSync('busybox', path.join(rootFolder, 'bin', applet));
  }
}

function run(command, args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${[command, ...args].join(' ')} failed: ${error?.message ?? stderr.trim()}`);
}

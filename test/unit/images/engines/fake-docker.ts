import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A stand-in for a docker client: a shell script that answers as it is told. */
export interface FakeDocker {
  readonly client?: string | undefined;
  /** Absent: its engine does not answer. */
  readonly server?: string | undefined;
  readonly buildx?: string | undefined;
  /** What it does for other commands, as lines of a shell script; `$1` is the first argument. */
  readonly script?: string | undefined;
}

/** Writes `<folder>/docker` and returns its path. */
export function fakeDocker(
  folder: string,
  { client = '28.2.2', server, buildx, script = '' }: FakeDocker,
): string {
  const file = path.join(folder, 'docker');
  const engine = server === undefined ? null : { Version: server, Os: 'linux', Arch: 'amd64' };
  const version = JSON.stringify({ Client: { Version: client }, Server: engine });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    file,
    `#!/bin/sh
PATH=/usr/bin:/bin
case "$1 $2" in
  "version --format")
    echo '${version}'
    ${server === undefined ? 'echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" >&2; exit 1' : 'exit 0'} ;;
  "buildx version")
    ${buildx === undefined ? `echo "docker: 'buildx' is not a docker command." >&2; exit 1` : `echo "github.com/docker/buildx ${buildx} 28c90eadc4c12cc5cab45a1c5ff2b4a2c0c1f8a5"; exit 0`} ;;
esac
${script}
`,
  );
  chmodSync(file, 0o755);
  return file;
}

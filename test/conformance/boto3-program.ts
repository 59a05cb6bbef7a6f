import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isOnPath, whereIs } from './require-programs.ts';
import { runProgram } from './run-program.ts';

const ofDebian = '/usr/bin/python3';
const knowsServiceDeployments =
  'import botocore.session; botocore.session.get_session().get_service_model("ecs").operation_model("StopServiceDeployment")';

/** A Python that has boto3: Debian's, whose boto3 is older than service deployments; elsewhere the first one on the path. */
export const plainPython = [...(isOnPath(ofDebian) ? [ofDebian] : []), ...whereIs('python3')].find((python) =>
  runs(python, 'import boto3'),
);

/** Another one that is on the path, whose boto3 knows how to stop a service deployment, if there is one. */
export const newerPython = whereIs('python3').find(
  (python) => python !== plainPython && runs(python, knowsServiceDeployments),
);

function runs(python: string, program: string): boolean {
  return spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0;
}

const play = fileURLToPath(new URL('boto3/play.py', import.meta.url));

export interface Played<Told> {
  readonly told: Told;
  readonly waited: readonly string[];
}

/** Plays one of the stories in `boto3/` against a sandbox; what it tells is JSON. */
export async function playStory<Told>(
  python: string,
  endpoint: string,
  story: string,
  ...words: string[]
): Promise<Played<Told>> {
  const { code, stdout, output } = await runProgram(python, [play, story, endpoint, ...words], {
    env: {
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      // Nothing is left beside the stories.
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  if (code !== 0) throw new Error(`${story}: exit ${code}\n${output}`);
  return JSON.parse(stdout) as Played<Told>;
}

import path from 'node:path';
import type { ResolvedService } from '../config/resolved-service.ts';
import type { CodeDeploySettings } from '../model/codedeploy.ts';
import { askGit } from './ask-git.ts';

/**
 * What the configuration and the flags say of CodeDeploy; undefined where they say nothing. The AppSpec file is read here, and
 * only by whoever releases: to find the group, no other command needs it.
 * @throws UnreadableAppSpec, InvalidAppSpec
 */
export async function codeDeploySettings({
  codeDeploy,
}: Pick<ResolvedService, 'codeDeploy'>): Promise<CodeDeploySettings | undefined> {
  if (codeDeploy === undefined) return undefined;
  const { appSpecFile, ...settings } = codeDeploy;
  if (appSpecFile === undefined) return settings;
  const { loadAppSpec } = await import('../appspec/load.ts');
  const shownAs = path.relative(process.cwd(), appSpecFile);
  const appSpec = await loadAppSpec({
    file: appSpecFile,
    shownAs: shownAs.startsWith('..') ? appSpecFile : shownAs,
    variables: process.env,
    git: askGit(),
  });
  return { ...settings, appSpec };
}

import { describeService, updateSettings } from '../../aws/services.ts';
import { untagResource } from '../../aws/tags.ts';
import { EcsdeployError } from '../../model/error.ts';
import { changedHooks } from '../../model/lifecycle-hooks.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import type { SetAside } from '../../model/set-aside.ts';
import type { ReleaseContext } from '../release-context.ts';
import { settingsToPutBack } from './night-settings.ts';
import { settingsTag } from './set-aside-note.ts';

/**
 * Puts back what a way back has set aside, unless somebody has set it otherwise since, and takes the note away. Settings alone start no
 * deployment.
 * @throws EcsdeployError when AWS does not do it; the note stays then, and the next run tries again
 */
export async function putBack(context: ReleaseContext, ref: ServiceRef, aside: SetAside): Promise<void> {
  const { aws, report } = context;
  const service = await describeService(aws, ref);
  if (service?.status !== 'ACTIVE') return;
  const settings = settingsToPutBack(aside, service.settings);
  if (Object.keys(settings).length > 0) {
    const lifecycleHooks = changedHooks(service.settings.hooks, settings);
    await updateSettings(aws, ref, { settings, lifecycleHooks });
    report({ type: 'settings.restored', settings: aside });
  }
  if (!service.tags.some(({ key }) => key === settingsTag)) return;
  try {
    await untagResource(aws, service.arn, [settingsTag]);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    report({ type: 'warning', warning: { kind: 'tag-not-removed', tag: settingsTag, error: error.message } });
  }
}

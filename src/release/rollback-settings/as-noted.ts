import type { ServiceState } from '../../aws/service-state.ts';
import { settingsInForce } from '../safety-rules.ts';
import { settingsToPutBack } from './night-settings.ts';
import { setAsideIn } from './set-aside-note.ts';

/** The service with the settings that it really has: what a way back has set aside counts as if it were put back. Pure. */
export function asNoted(service: ServiceState): ServiceState {
  const aside = setAsideIn(service.tags);
  if (aside === undefined) return service;
  const settings = settingsInForce(service.settings, settingsToPutBack(aside, service.settings));
  return { ...service, settings };
}

import { stringify } from 'yaml';
import type { Json } from '../model/task-definition.ts';

/** An AppSpec as people write it, with a line break at its end. */
export function appSpecYaml(appSpec: Json): string {
  return stringify(appSpec, { lineWidth: 0, aliasDuplicateObjects: false });
}

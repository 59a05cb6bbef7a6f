import { createHash } from 'node:crypto';
import type { Json } from '../model/task-definition.ts';

/** `appSpecContent` of CreateDeployment. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AppSpecContent.html */
export interface AppSpecContent {
  readonly content: string;
  /** Of exactly that text in UTF-8, hexadecimal. */
  readonly sha256: string;
}

/** The text that is sent: JSON without blanks, members by name, so that what means the same has the same hash. */
export function appSpecContent(appSpec: Json): AppSpecContent {
  const content = JSON.stringify(sorted(appSpec));
  return { content, sha256: createHash('sha256').update(content, 'utf8').digest('hex') };
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, item]) => [name, sorted(item)]));
}

import { isLifecycleEvent, lifecycleEvents, type LifecycleEvent } from '../../model/lifecycle.ts';
import { dataFormatOf, parseDataDocument } from '../../model/parse-data-document.ts';
import type { Json } from '../../model/task-definition.ts';
import type { KnownHooks } from './evidence.ts';

/**
 * The functions that an AppSpec names, in its order. AWS's own tools read keys in any case, and so do we. Pure.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 * @param text JSON or YAML, as a deployment was given it
 */
export function hooksOfAppSpec(text: string): KnownHooks {
  const bytes = new TextEncoder().encode(text);
  const parsed = parseDataDocument(bytes, dataFormatOf('appspec', bytes));
  if (parsed.kind === 'problems') return { known: false, because: 'unreadable' };
  const hooks = Object.entries(isMap(parsed.document.value) ? parsed.document.value : {})
    .filter(([name]) => name.toLowerCase() === 'hooks')
    .flatMap(([, list]) => (Array.isArray(list) ? (list as readonly Json[]) : []))
    .flatMap((entry) => Object.entries(isMap(entry) ? entry : {}))
    .flatMap(([name, called]) => {
      const event = eventNamed(name);
      return event === undefined || typeof called !== 'string' || called === ''
        ? []
        : [{ event, function: called }];
    });
  return { known: true, hooks };
}

function eventNamed(name: string): LifecycleEvent | undefined {
  if (isLifecycleEvent(name)) return name;
  return lifecycleEvents.find((event) => event.toLowerCase() === name.toLowerCase());
}

function isMap(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

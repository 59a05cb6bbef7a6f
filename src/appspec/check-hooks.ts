import { closestNames } from '../model/closest-name.ts';
import { formatDataPath, type DataPath } from '../model/data-document.ts';
import { isLifecycleEvent } from '../model/lifecycle.ts';
import { hookEvents } from './app-spec.ts';
import { shown, type Fault } from './fault.ts';
import { isMap, memberNamed, type Members } from './find-member.ts';
import { isPlaceholder } from './placeholder.ts';

const shape = 'a list of maps, each with an event and its Lambda function (- BeforeAllowTraffic: my-check)';

/**
 * `Hooks`: a Lambda function for each lifecycle event that has one.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export function checkHooks(root: Members): Fault[] {
  const member = memberNamed(root, 'Hooks');
  if (member === undefined || member.value === null) return [];
  const { name, value } = member;
  if (isMap(value)) return [mapOfHooks(value, name)];
  if (!Array.isArray(value))
    return [{ path: [name], message: `${name} is ${shown(value)}, it must be ${shape}` }];
  const seen = new Map<string, DataPath>();
  return value.flatMap((item: unknown, index): Fault[] => {
    const path = [name, index];
    if (!isMap(item)) {
      return [
        {
          path,
          message: `${formatDataPath(path)} is ${shown(item)}, it must be a map: an event and its function`,
        },
      ];
    }
    return Object.entries(item).flatMap(([event, lambda]) =>
      checkHook(event, lambda, [...path, event], seen),
    );
  });
}

/** How hooks stand in an AppSpec for EC2, where they run scripts. */
function mapOfHooks(hooks: Members, name: string): Fault {
  const scripts = JSON.stringify(hooks).toLowerCase().includes('"location"');
  const why = scripts ? 'it is a map of scripts, as in an AppSpec for EC2 servers' : 'it is a map';
  return {
    path: [name],
    atName: true,
    message: `${name} must be ${shape}, and ${why}`,
    suggestion: scripts
      ? 'No script runs in a deployment of ECS: put it into a Lambda function, or leave the hook out.'
      : undefined,
  };
}

function checkHook(event: string, lambda: unknown, path: DataPath, seen: Map<string, DataPath>): Fault[] {
  const where = formatDataPath(path);
  const known = hookEvents.find((one) => one.toLowerCase() === event.toLowerCase());
  if (known === undefined) return [unknownEvent(event, path)];
  const before = seen.get(known);
  seen.set(known, path);
  if (before !== undefined) {
    return [
      {
        path,
        atName: true,
        message: `${where} is there beside ${formatDataPath(before)}, and an event has one function`,
      },
    ];
  }
  const wanted = 'the name or ARN of a Lambda function';
  if (typeof lambda !== 'string')
    return [{ path, message: `${where} is ${shown(lambda)}, it must be ${wanted}` }];
  if (lambda.trim() === '')
    return [{ path, message: `${where} is empty, it must be ${wanted}, or left out` }];
  if (!isPlaceholder(lambda)) return [];
  return [
    {
      path,
      message: `${where} is still the placeholder ${shown(lambda)}`,
      suggestion: 'Put the name of a Lambda function there, ${env:NAME}, or leave the hook out.',
    },
  ];
}

function unknownEvent(event: string, path: DataPath): Fault {
  const where = formatDataPath(path);
  const allowed = `Events with hooks: ${hookEvents.join(', ')}.`;
  if (isLifecycleEvent(event)) {
    const message = `${where}: CodeDeploy does ${event} itself, no function can be called for it`;
    return { path, atName: true, message, suggestion: allowed };
  }
  const [close] = closestNames(event, hookEvents);
  return {
    path,
    atName: true,
    message: `${where} is no lifecycle event of a deployment of ECS`,
    suggestion: close === undefined ? allowed : `Did you mean ${close}? ${allowed}`,
  };
}

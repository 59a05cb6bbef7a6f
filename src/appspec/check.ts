import { formatDataPath, type DataPath } from '../model/data-document.ts';
import { appSpecVersion, serviceType } from './app-spec.ts';
import { checkHooks } from './check-hooks.ts';
import { checkProperties } from './check-properties.ts';
import { shown, type Fault } from './fault.ts';
import { isMap, memberNamed, type Members } from './find-member.ts';
import { twinFaults } from './twin-faults.ts';

/**
 * Whatever is wrong with a document as an AppSpec for ECS; nothing: it can be patched and sent. What CodeDeploy fills in itself,
 * and what a release puts in, may be missing.
 */
export function checkAppSpec(value: unknown): Fault[] {
  const other = otherKind(value);
  if (other !== undefined) return [other];
  const root = value as Members;
  return [
    ...twinFaults(root, [], ['version', 'Resources', 'Hooks']),
    ...checkVersion(root),
    ...checkResources(root),
    ...checkHooks(root),
    ...numberFaults(root, []),
  ];
}

/** Files that lie beside an AppSpec, each with its own sentence. */
function otherKind(value: unknown): Fault | undefined {
  const is = (what: string, suggestion?: string, path: DataPath = []): Fault => ({
    path,
    atName: path.length > 0,
    message: `this is ${what}, not an AppSpec for ECS`,
    suggestion,
  });
  if (value === null || value === undefined) return is('empty');
  if (!isMap(value)) return is(Array.isArray(value) ? 'a list' : `only the value ${shown(value)}`);
  for (const name of ['files', 'os', 'permissions']) {
    const found = memberNamed(value, name);
    if (found !== undefined) {
      return is(
        `an AppSpec for EC2 servers (it has ${found.name})`,
        'One for ECS has Resources, with a TargetService, and Hooks.',
        [found.name],
      );
    }
  }
  if (Object.hasOwn(value, 'containerDefinitions') || Object.hasOwn(value, 'taskDefinition'))
    return is('a task definition');
  const resources = memberNamed(value, 'Resources');
  if (Object.hasOwn(value, 'AWSTemplateFormatVersion') || isTemplate(resources?.value))
    return is('a CloudFormation template');
  const [type] = resourcesIn(resources?.value).flatMap(({ body, path }) => {
    const found = isMap(body) ? memberNamed(body, 'Type') : undefined;
    return found === undefined ? [] : [{ value: found.value, path: [...path, found.name] }];
  });
  if (type?.value === 'AWS::Lambda::Function') {
    return {
      ...is('an AppSpec for Lambda'),
      path: [resources?.name ?? '', ...type.path],
      suggestion: `The Type of a service of ECS is ${serviceType}.`,
    };
  }
  return undefined;
}

/** CloudFormation has a map of resources, an AppSpec a list. */
function isTemplate(resources: unknown): boolean {
  if (!isMap(resources)) return false;
  const all = Object.values(resources);
  return all.length > 0 && all.every((one) => isMap(one) && memberNamed(one, 'Type') !== undefined);
}

function checkVersion(root: Members): Fault[] {
  const version = memberNamed(root, 'version');
  if (version === undefined || version.value === null) return [];
  if (/^0(?:\.0)?$/.test(shown(version.value).replaceAll('"', ''))) return [];
  return [
    {
      path: [version.name],
      message: `${version.name} is ${shown(version.value)}, and the only version of AppSpecs is ${appSpecVersion}`,
    },
  ];
}

/** Every resource by its name; `path` begins below Resources. */
function resourcesIn(value: unknown): { name: string; body: unknown; path: DataPath }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) =>
    isMap(item) ? Object.entries(item).map(([name, body]) => ({ name, body, path: [index, name] })) : [],
  );
}

function checkResources(root: Members): Fault[] {
  const member = memberNamed(root, 'Resources');
  const shape = 'a list with one item, TargetService';
  if (member === undefined) return [{ path: [], message: `Resources is missing, it must be ${shape}` }];
  const { name, value } = member;
  const wrong = (path: DataPath, what: string): Fault[] => [
    { path: [name, ...path], message: `${formatDataPath([name, ...path])} ${what}` },
  ];
  if (!Array.isArray(value)) return wrong([], `is ${shown(value)}, it must be ${shape}`);
  if (value.length === 0) return wrong([], `is an empty list, it must be ${shape}`);
  const strange = value.findIndex((item) => !isMap(item));
  if (strange >= 0) return wrong([strange], `is ${shown(value[strange])}, it must be a map: TargetService`);
  const resources = resourcesIn(value);
  const [only, second] = resources;
  if (only === undefined) return wrong([0], 'is an empty map, it must have the member TargetService');
  if (second !== undefined) {
    const names = resources.map((one) => one.name).join(', ');
    return [
      {
        path: [name, ...second.path],
        atName: true,
        message: `${name} has ${resources.length} resources (${names}), and CodeDeploy takes one service of ECS in a deployment`,
        suggestion: 'Write an AppSpec for each service.',
      },
    ];
  }
  // `[{}, {TargetService: …}]`: the empty one is nothing that CodeDeploy could bring in.
  const empty = value.findIndex((item) => Object.keys(item as Members).length === 0);
  if (empty >= 0) return wrong([empty], 'is an empty map, leave it out');
  return checkResource(only.body, [name, ...only.path]);
}

function checkResource(body: unknown, path: DataPath): Fault[] {
  const where = formatDataPath(path);
  if (!isMap(body))
    return [{ path, message: `${where} is ${shown(body)}, it must be a map: Type, Properties` }];
  const type = memberNamed(body, 'Type');
  const faults = twinFaults(body, path, ['Type', 'Properties']);
  if (type === undefined)
    faults.push({ path, message: `${where}.Type is missing, it must be ${serviceType}` });
  else if (type.value !== serviceType) {
    faults.push({
      path: [...path, type.name],
      message: `${where}.${type.name} is ${shown(type.value)}, it must be ${serviceType}`,
    });
  }
  const properties = memberNamed(body, 'Properties');
  if (properties === undefined) {
    faults.push({ path, message: `${where}.Properties is missing, it must be a map with LoadBalancerInfo` });
    return faults;
  }
  const inside = [...path, properties.name];
  if (isMap(properties.value)) faults.push(...checkProperties(properties.value, inside));
  else {
    faults.push({
      path: inside,
      message: `${formatDataPath(inside)} is ${shown(properties.value)}, it must be a map with LoadBalancerInfo`,
    });
  }
  return faults;
}

/** YAML has numbers that JSON has not, and JSON is what is sent. */
function numberFaults(value: unknown, path: DataPath): Fault[] {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return [{ path, message: `${formatDataPath(path)} is ${String(value)}, which JSON cannot hold` }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    numberFaults(item, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

import { formatDataPath, type DataPath } from '../model/data-document.ts';
import { twinFaults } from './twin-faults.ts';
import { shown, type Fault } from './fault.ts';
import { isMap, memberNamed, type Members } from './find-member.ts';
import { isOpen, isPlaceholder } from './placeholder.ts';

const largestPort = 65_535;

/**
 * The properties of a TargetService.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export function checkProperties(properties: Members, path: DataPath): Fault[] {
  const known = [
    'TaskDefinition',
    'LoadBalancerInfo',
    'PlatformVersion',
    'NetworkConfiguration',
    'CapacityProviderStrategy',
  ];
  return [
    ...twinFaults(properties, path, known),
    ...at(properties, 'TaskDefinition', path, ({ value, path, where }) =>
      typeof value === 'object' && value !== null
        ? [{ path, message: `${where} is ${shown(value)}, it must be a text; a release puts the ARN there` }]
        : [],
    ),
    ...checkLoadBalancer(properties, path),
    ...at(properties, 'PlatformVersion', path, checkName),
    ...at(properties, 'NetworkConfiguration', path, checkNetwork),
    ...at(properties, 'CapacityProviderStrategy', path, checkStrategy),
  ];
}

interface Found {
  readonly value: unknown;
  readonly path: DataPath;
  /** The path as it stands in sentences. */
  readonly where: string;
}

/** What is wrong with a member, if it is there. */
function at(map: Members, name: string, path: DataPath, check: (found: Found) => Fault[]): Fault[] {
  const member = memberNamed(map, name);
  if (member === undefined || member.value === null) return [];
  const inside = [...path, member.name];
  return check({ value: member.value, path: inside, where: formatDataPath(inside) });
}

function checkLoadBalancer(properties: Members, path: DataPath): Fault[] {
  const member = memberNamed(properties, 'LoadBalancerInfo');
  const wanted = 'a map with ContainerName and ContainerPort';
  if (member === undefined) {
    const message = `${formatDataPath([...path, 'LoadBalancerInfo'])} is missing, it must be ${wanted}`;
    return [{ path, message }];
  }
  const inside = [...path, member.name];
  const { value } = member;
  if (!isMap(value)) {
    return [{ path: inside, message: `${formatDataPath(inside)} is ${shown(value)}, it must be ${wanted}` }];
  }
  return [
    ...twinFaults(value, inside, ['ContainerName', 'ContainerPort']),
    ...at(value, 'ContainerName', inside, ({ value, path, where }) =>
      typeof value === 'string'
        ? []
        : [{ path, message: `${where} is ${shown(value)}, it must be the name of a container` }],
    ),
    ...at(value, 'ContainerPort', inside, ({ value, path, where }) =>
      isOpen(value) || isPort(value)
        ? []
        : [
            {
              path,
              message: `${where} is ${shown(value)}, it must be a number from 1 to ${largestPort}`,
            },
          ],
    ),
  ];
}

/** A port in quotes is one as well, and becomes a number. */
function isPort(value: unknown): boolean {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= largestPort;
}

/** A text that names something at AWS. */
function checkName({ value, path, where }: Found): Fault[] {
  if (typeof value !== 'string') return [{ path, message: `${where} is ${shown(value)}, it must be a text` }];
  if (isPlaceholder(value)) {
    return [
      {
        path,
        message: `${where} is still the placeholder ${shown(value)}`,
        suggestion: 'Put the value there, ${env:NAME}, or leave the member out.',
      },
    ];
  }
  return value.trim() === '' ? [{ path, message: `${where} is empty, leave it out` }] : [];
}

function checkNetwork({ value, path, where }: Found): Fault[] {
  if (!isMap(value)) return mustBe(value, path, where, 'a map with AwsvpcConfiguration');
  const member = memberNamed(value, 'AwsvpcConfiguration');
  if (member === undefined || member.value === null) return [];
  const inside = [...path, member.name];
  const name = formatDataPath(inside);
  const all = ['Subnets', 'SecurityGroups', 'AssignPublicIp'];
  if (!isMap(member.value)) return mustBe(member.value, inside, name, `a map with ${all.join(', ')}`);
  const awsvpc = member.value;
  const isThere = (one: string): boolean => (memberNamed(awsvpc, one)?.value ?? null) !== null;
  const missing = all.filter((one) => !isThere(one));
  if (missing.length === all.length) return [];
  const incomplete: Fault[] =
    missing.length === 0
      ? []
      : [
          {
            path: inside,
            message: `${name} has no ${missing.join(' and no ')}, and CodeDeploy wants all of ${all.join(', ')}, or none of them`,
            suggestion: 'Without NetworkConfiguration CodeDeploy keeps the network of the service.',
          },
        ];
  return [
    ...twinFaults(awsvpc, inside, all),
    ...incomplete,
    ...at(awsvpc, 'Subnets', inside, checkNames),
    ...at(awsvpc, 'SecurityGroups', inside, checkNames),
    ...at(awsvpc, 'AssignPublicIp', inside, ({ value, path, where }) =>
      value === 'ENABLED' || value === 'DISABLED' ? [] : mustBe(value, path, where, 'ENABLED or DISABLED'),
    ),
  ];
}

function checkNames({ value, path, where }: Found): Fault[] {
  if (!Array.isArray(value) || value.length === 0) return mustBe(value, path, where, 'a list of ids');
  return value.flatMap((item: unknown, index) => {
    const inside = [...path, index];
    return checkName({ value: item, path: inside, where: formatDataPath(inside) });
  });
}

function checkStrategy({ value, path, where }: Found): Fault[] {
  const wanted = 'a list of maps with CapacityProvider, Base, Weight';
  if (!Array.isArray(value)) return mustBe(value, path, where, wanted);
  return value.flatMap((item: unknown, index) => {
    const inside = [...path, index];
    const name = formatDataPath(inside);
    if (!isMap(item)) return mustBe(item, inside, name, 'a map with CapacityProvider, Base, Weight');
    const provider = memberNamed(item, 'CapacityProvider');
    const missing: Fault[] =
      (provider?.value ?? null) === null
        ? [{ path: inside, message: `${name}.CapacityProvider is missing, it must be the name of one` }]
        : [];
    return [
      ...twinFaults(item, inside, ['CapacityProvider', 'Base', 'Weight']),
      ...missing,
      ...at(item, 'CapacityProvider', inside, checkName),
      ...at(item, 'Base', inside, checkCount),
      ...at(item, 'Weight', inside, checkCount),
    ];
  });
}

function checkCount({ value, path, where }: Found): Fault[] {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return isCount ? [] : mustBe(value, path, where, 'a whole number');
}

function mustBe(value: unknown, path: DataPath, where: string, wanted: string): Fault[] {
  return [{ path, message: `${where} is ${shown(value)}, it must be ${wanted}` }];
}

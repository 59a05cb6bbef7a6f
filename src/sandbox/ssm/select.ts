import type { ParametersFilter, ParameterStringFilter } from '@aws-sdk/client-ssm';
import { ServiceError } from '../service-error.ts';
import type { ParameterRecord } from './state.ts';

/** The parameters in the order of their names, as the lists of AWS have them. */
export function byName(parameters: Iterable<ParameterRecord>): ParameterRecord[] {
  return [...parameters].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether all filters of `DescribeParameters` and `GetParametersByPath` let a parameter pass. */
export function passes(parameter: ParameterRecord, filters: readonly ParameterStringFilter[] = []): boolean {
  return filters.every((filter) => passesOne(parameter, filter));
}

/** The older form of the filters, which knows beginnings only. */
export function passesOld(parameter: ParameterRecord, filters: readonly ParametersFilter[] = []): boolean {
  return filters.every(({ Key, Values }) =>
    passesOne(parameter, { Key, Values, Option: Key === 'Name' ? 'BeginsWith' : 'Equals' }),
  );
}

/** Whether a name is under a path: directly, or at any depth. A name without any `/` is directly under the root. */
export function isUnder(name: string, path: string, recursive: boolean): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`;
  const full = name.startsWith('/') ? name : `/${name}`;
  return full.startsWith(folder) && (recursive || !full.slice(folder.length).includes('/'));
}

function passesOne(
  parameter: ParameterRecord,
  { Key: key = '', Option: option = 'Equals', Values: values = [] }: ParameterStringFilter,
): boolean {
  if (key === 'Path')
    return values.some((path) => isUnder(parameter.name, path, option.toLowerCase() === 'recursive'));
  const actual = key.startsWith('tag:') ? parameter.tags.get(key.slice(4)) : memberOf(parameter, key);
  if (actual === undefined) return false;
  // A tag without values asks only whether it is there.
  if (values.length === 0) return true;
  return values.some((value) => matches(actual, option, value));
}

function memberOf(parameter: ParameterRecord, key: string): string | undefined {
  switch (key) {
    case 'Name':
      return parameter.name;
    case 'Type':
      return parameter.type;
    case 'KeyId':
      return parameter.keyId;
    case 'Tier':
      return parameter.tier;
    case 'DataType':
      return parameter.dataType;
    default:
      throw new ServiceError('InvalidFilterKey', `The following filter key is not valid: ${key}.`);
  }
}

function matches(actual: string, option: string, value: string): boolean {
  switch (option) {
    case 'BeginsWith':
      return actual.startsWith(value) || actual.startsWith(`/${value}`);
    case 'Contains':
      return actual.includes(value);
    default:
      return actual === value;
  }
}

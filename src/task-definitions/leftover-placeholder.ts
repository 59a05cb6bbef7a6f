import { formatMemberPath, type MemberPath } from './member-path.ts';

// Members whose value names something at AWS or in a registry: none of these characters can be part of such a name.
const placeholder = /\$|\{|\}|<|>/;
const naming: ReadonlySet<string> = new Set([
  'family',
  'image',
  'taskRoleArn',
  'executionRoleArn',
  'valueFrom',
  'credentialsParameter',
  'fileSystemId',
  'accessPointId',
]);

export interface LeftoverPlaceholder {
  /** `containerDefinitions[web].image` */
  readonly path: string;
  readonly value: string;
}

/** The first name that nobody filled in: `<IMAGE>`, `${AWS_ACCOUNT_ID}`, `{{role}}`. */
export function findLeftoverPlaceholder(definition: object): LeftoverPlaceholder | undefined {
  const visit = (at: unknown, path: MemberPath): LeftoverPlaceholder | undefined => {
    const member = path.at(-1)?.name ?? '';
    if (typeof at === 'string') {
      const isName = naming.has(member) || path.at(-2)?.name === 'credentialSpecs';
      return isName && placeholder.test(at) ? { path: formatMemberPath(path), value: at } : undefined;
    }
    if (typeof at !== 'object' || at === null) return undefined;
    for (const [name, value] of Object.entries(at)) {
      const found = visit(value, [...path, { name, of: at }]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(definition, []);
}

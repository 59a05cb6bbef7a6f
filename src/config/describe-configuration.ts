import { configJsonSchema, withoutNull, type JsonSchema } from './config-json-schema.ts';
import { exampleConfig } from './example-config.ts';
import { inheritedMembers } from './inherited-members.ts';

/** The reference page of `ecsdeploy.yml`, from the schema: what it says is what is enforced. */
export function describeConfiguration(): string {
  const rows = rowsOf(configJsonSchema(), '').filter(({ path }) => !path.startsWith('environments.<name>.'));
  return [
    '# Configuration',
    '',
    '`ecsdeploy.yml` (or `.yaml`, `.json`) is looked for in the current directory and upward, or named with `--config`.',
    'Everything also works without a file, with `--cluster`, `--service` and `--image`.',
    '',
    '- `${env:NAME}` in any value is the environment variable `NAME`; unset, it is an error. `${env:NAME:-default}` also stands in for',
    '  an empty variable. `$${` writes `${` itself. The same works inside task definition files, where every other `$NAME` and',
    '  `${NAME}` is left to the container.',
    '- `${git:sha}` is the whole SHA of the commit that is checked out where the file lies, `${git:branch}` its branch. On a',
    '  detached head the branch is what the pipeline says (`GITHUB_HEAD_REF`, `GITHUB_REF_NAME`, `CI_COMMIT_REF_NAME`,',
    '  `BUILDKITE_BRANCH`, `BRANCH_NAME`), or the default: `${git:branch:-main}`.',
    '- The more specific value wins: flags, then the service in the environment, the service, the environment, the top of the file.',
    '  Maps are merged, lists are replaced, and so is a build secret. `ecsdeploy config show` tells where each value comes from.',
    '- Unknown members are errors. All errors are told at once, with file, line and column.',
    '- Comments, anchors and merge keys of YAML work.',
    '',
    '## Members',
    '',
    '| Member | Type | Meaning |',
    '| --- | --- | --- |',
    ...rows.map(({ path, type, description }) => `| \`${path}\` | ${type} | ${description} |`),
    '',
    `\`environments.<name>\` takes ${inheritedMembers.map((member) => `\`${member}\``).join(', ')} and \`services\`, as above.`,
    '',
    '## Example',
    '',
    '```yaml',
    exampleConfig.trimEnd(),
    '```',
    '',
  ].join('\n');
}

interface Row {
  readonly path: string;
  readonly type: string;
  readonly description: string;
}

function rowsOf(schema: JsonSchema, path: string): Row[] {
  const { properties, additionalProperties, required = [] } = schema;
  const members: [string, JsonSchema][] = Object.entries(properties ?? {});
  if (typeof additionalProperties === 'object') members.push(['<name>', additionalProperties]);
  return members.flatMap(([name, member]) => {
    const inner = withoutNull(member);
    const at = path === '' ? name : `${path}.${name}`;
    const need = required.includes(name) ? ', required' : '';
    const several = alternativesOf(member);
    const type = several.length > 1 ? [...new Set(several.map(typeOf))].join(', ') : typeOf(inner);
    const description = escape(member.description ?? inner.description ?? '');
    const maps = several.length > 1 ? several : [inner];
    const items = inner.type === 'array' && inner.items !== undefined ? rowsOf(inner.items, `${at}[]`) : [];
    return [
      { path: at, type: `${type}${need}`, description },
      ...maps.flatMap((map) => rowsOf(map, at)),
      ...items,
    ];
  });
}

/** What a value may be instead of one another. */
function alternativesOf({ anyOf = [] }: JsonSchema): readonly JsonSchema[] {
  return anyOf.filter(({ type }) => type !== 'null');
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (typeof schema.type === 'object') {
    return schema.type.map((type) => typeOf({ ...schema, type })).join(', ');
  }
  switch (schema.type) {
    case 'object':
      return 'map';
    case 'array':
      return schema.items?.enum === undefined
        ? `list of ${schema.items === undefined ? 'value' : typeOf(schema.items)}s`
        : `list of ${typeOf(schema.items)}`;
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `whole number${rangeOf(schema)}`;
    default:
      return schema.type ?? 'value';
  }
}

function rangeOf({ minimum, maximum }: JsonSchema): string {
  const isBounded = maximum !== undefined && maximum < 2_147_483_647;
  if (minimum === undefined) return '';
  return isBounded ? `, ${minimum} to ${maximum}` : `, ${minimum} or more`;
}

function escape(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');
}

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Members = Record<string, unknown>;

const readOnly = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
];

/** What a file of the corpus asks for, read without any of our code: the measure of whether something got lost. */
export function originalDefinition(file: string): { definition: Members; tags: unknown } {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const data = (/\.ya?ml$/.test(file) ? parse(text) : JSON.parse(text)) as Members;
  const inner = (data['taskDefinition'] ?? data) as Members;
  const { tags: innerTags, Tags: capital, ...definition } = inner;
  const kept = Object.entries(definition).filter(([name]) => !readOnly.includes(name));
  const tags = innerTags ?? capital ?? data['tags'] ?? data['Tags'] ?? [];
  return { definition: withoutEmptyEnums(Object.fromEntries(kept)), tags: lowerCase(tags) };
}

function withoutEmptyEnums(value: unknown): Members {
  const text = JSON.stringify(value, (name, item: unknown) =>
    ['pidMode', 'ipcMode', 'appProtocol'].includes(name) && item === '' ? undefined : item,
  );
  return JSON.parse(text) as Members;
}

function lowerCase(tags: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tags)
      .replace(/"Key":/g, '"key":')
      .replace(/"Value":/g, '"value":'),
  );
}

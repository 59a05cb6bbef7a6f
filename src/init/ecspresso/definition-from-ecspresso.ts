import path from 'node:path';
import type { DraftDefinition, HiddenSecret, Leftover } from '../../model/initialised.ts';
import { fileKindOf } from '../../task-definitions/file-kind.ts';
import { definitionPath } from '../definition-file.ts';
import { ForeignInvalid } from '../foreign-invalid.ts';
import { hideSecrets } from '../hide-secrets.ts';
import { mapTexts } from '../literal.ts';
import type { Members } from '../members.ts';
import type { TranslationOrder } from '../translation-order.ts';
import type { TemplatedFile } from './read-templated.ts';

export interface TranslatedDefinition {
  /** `taskDefinition` of our file; absent: what runs now is the base. */
  readonly path: string | undefined;
  /** Files of ours to be written. */
  readonly definitions: readonly DraftDefinition[];
  readonly secrets: readonly HiddenSecret[];
  readonly leftovers: readonly Leftover[];
}

interface Found {
  readonly file: string;
  readonly shownAs: string;
  /** Of the service. */
  readonly name: string;
}

/**
 * Their task definition for our configuration: the file as it is where it has no templates, otherwise a translated copy.
 * @throws ForeignInvalid
 */
export function definitionFromEcspresso(
  { directory, copySecrets }: TranslationOrder,
  { document, hasTemplates, settleInDefinition, leftovers }: TemplatedFile,
  { file, shownAs, name }: Found,
): TranslatedDefinition {
  const kind = fileKindOf(document.value);
  if (kind.kind === 'other') {
    throw new ForeignInvalid({ file: shownAs, message: `this is ${kind.what}, not a task definition` });
  }
  if (!hasTemplates) {
    return { path: relativePath(directory, file), definitions: [], secrets: [], leftovers };
  }
  const tags = kind.tags === undefined ? {} : { tags: kind.tags };
  const settled = mapTexts({ ...kind.value, ...tags }, settleInDefinition) as Members;
  const { value, secrets } = hideSecrets(settled);
  const ours = definitionPath(name);
  return {
    path: `./${ours}`,
    definitions: [{ path: ours, value: copySecrets ? settled : value }],
    secrets,
    leftovers,
  };
}

/** As it stands in our file: with forward slashes, and a dot before. */
export function relativePath(directory: string, file: string): string {
  const relative = path.relative(directory, file).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}

import type { DataDocument } from '../../model/data-document.ts';
import type { Leftover } from '../../model/initialised.ts';
import { dataFormatOf, parseDataDocument } from '../../model/parse-data-document.ts';
import { refuseJsonnet, unparseable } from '../foreign-invalid.ts';
import { literalInConfig, literalInDefinition } from '../literal.ts';
import type { TranslationOrder } from '../translation-order.ts';
import { untemplate, type Lookups } from './templates.ts';

export interface TemplatedFile {
  /** Template actions are marks in its texts. */
  readonly document: DataDocument;
  readonly hasTemplates: boolean;
  /** A text with references in the place of marks. */
  readonly settle: (text: string) => string;
  /** The same, everything else meaning itself in `ecsdeploy.yml`. */
  readonly settleInConfig: (text: string) => string;
  /** The same for a task definition file. */
  readonly settleInDefinition: (text: string) => string;
  readonly leftovers: readonly Leftover[];
}

/**
 * A file of ecspresso, which is JSON or YAML once its templates are rendered: they are taken out before it is parsed.
 * @throws ForeignUnreadable, ForeignInvalid
 */
export async function readTemplated(
  { read }: Pick<TranslationOrder, 'read'>,
  { file, shownAs, lookups }: { readonly file: string; readonly shownAs: string; readonly lookups: Lookups },
): Promise<TemplatedFile> {
  refuseJsonnet(file, `ecspresso render config > ecspresso.yml`);
  const bytes = await read(file, shownAs);
  const format = dataFormatOf(file, bytes);
  const text = new TextDecoder().decode(bytes);
  const untemplated = untemplate(text, { file: shownAs, lookups, json: format === 'json' });
  const { hasActions, settle, leftovers } = untemplated;
  // Bytes that are no text are told by the parser.
  const parsed = parseDataDocument(hasActions ? new TextEncoder().encode(untemplated.text) : bytes, format);
  if (parsed.kind === 'problems') throw unparseable(shownAs, parsed.problems[0]);
  return {
    document: parsed.document,
    hasTemplates: hasActions,
    settle,
    settleInConfig: (found) => settle(literalInConfig(found)),
    settleInDefinition: (found) => settle(literalInDefinition(found)),
    leftovers,
  };
}

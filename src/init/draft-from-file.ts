import { readFile } from 'node:fs/promises';
import { EcsdeployError } from '../model/error.ts';
import type { ConfigDraft, ForeignTool } from '../model/initialised.ts';
import { draftFromAction } from './action/draft-from-action.ts';
import { draftFromCopilot } from './copilot/draft-from-copilot.ts';
import { draftFromEcspresso } from './ecspresso/draft-from-ecspresso.ts';
import type { TranslationOrder } from './translation-order.ts';

/**
 * The configuration that a file of another tool comes to, with what has no equal. Their files are only read.
 * @throws ForeignUnreadable, ForeignInvalid
 */
export async function draftFromFile(
  order: Omit<TranslationOrder, 'read'> & { readonly tool: ForeignTool },
): Promise<ConfigDraft> {
  const translation: TranslationOrder = { ...order, read };
  switch (order.tool) {
    case 'ecspresso':
      return await draftFromEcspresso(translation);
    case 'action':
      return await draftFromAction(translation);
    case 'copilot':
      return await draftFromCopilot(translation);
    default:
      return order.tool satisfies never;
  }
}

/** A file that cannot be opened. */
class ForeignUnreadable extends EcsdeployError {
  constructor(file: string, code: string, cause: unknown) {
    super({
      code: 'config.foreign_unreadable',
      message: `${file} cannot be read: ${code}`,
      suggestions: ['Check the path.'],
      details: { file },
      cause,
    });
  }
}

async function read(file: string, shownAs: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new ForeignUnreadable(shownAs, (error as NodeJS.ErrnoException).code ?? String(error), error);
  }
}

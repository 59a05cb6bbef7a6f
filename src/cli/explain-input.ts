import { explainText, LogExplainer } from '../diagnosis/explain-log.ts';
import { EcsdeployError } from '../model/error.ts';
import type { Explanation } from '../model/explanation.ts';

/** Where a message comes from that nobody has typed: standard input. */
export interface TextInput extends AsyncIterable<string | Uint8Array> {
  readonly isTTY?: boolean | undefined;
  setEncoding(encoding: 'utf8'): unknown;
}

/** No message, and no file or pipe that has one. */
class NothingToExplain extends EcsdeployError {
  constructor() {
    super({
      code: 'usage.nothing_to_explain',
      message: 'There is no message to explain',
      suggestions: ['Give it in quotes: ecsdeploy explain "…", or pipe a log into ecsdeploy explain.'],
    });
  }
}

/**
 * Explains the message of the command line, or all of standard input where there is none (or it is `-`). A terminal has nothing
 * to read: nobody would know that it waits for him.
 */
export async function explainInput(message: string | undefined, input: TextInput): Promise<Explanation[]> {
  const isTyped = message !== undefined && message !== '-';
  if (!isTyped && input.isTTY === true) throw new NothingToExplain();
  const explanations = isTyped ? explainText(message) : await explainStream(input);
  if (explanations.length === 0) throw new NothingToExplain();
  return explanations;
}

async function explainStream(input: TextInput): Promise<Explanation[]> {
  const explainer = new LogExplainer();
  // Letters of several bytes may lie across two pieces.
  input.setEncoding('utf8');
  for await (const piece of input) explainer.add(piece.toString());
  return explainer.end();
}

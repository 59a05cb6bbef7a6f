import type { Failure } from '../failure-text.ts';
import { code, codeBlock, folded, plain } from './markdown.ts';
import { toneIcons } from './outcome-icon.ts';
import type { SummaryBlock } from './summary-block.ts';

/** A command that failed before there was a result. */
export function failureSummary(
  { message, suggestions, log = [], exitCode }: Failure,
  command: string,
): SummaryBlock[] {
  const [first = '', ...rest] = message.split('\n');
  return [
    block('the heading', `## ${toneIcons.bad} ${code(command)}: ${plain(first)}`),
    ...(rest.length === 0 ? [] : [block('the message', codeBlock(rest, 'text'))]),
    ...(suggestions.length === 0
      ? []
      : [block('the suggestions', suggestions.map((one) => `- ${plain(one)}`).join('\n'))]),
    block('the figures', `Exit code ${exitCode}`),
    ...(log.length === 0
      ? []
      : [
          {
            weight: 'folded' as const,
            name: 'the log',
            text: folded('The last lines of its log', codeBlock(log, 'text')),
          },
        ]),
  ];
}

/** What a command that releases nothing has printed, as it stands in the log. */
export function textSummary(text: string, command: string, exitCode: number): SummaryBlock[] {
  const icon = exitCode === 0 ? toneIcons.good : toneIcons.bad;
  return [
    block('the heading', `## ${icon} ${code(command)}`),
    block('the figures', `Exit code ${exitCode}`),
    { weight: 'detail', name: 'what it printed', text: codeBlock(text.trimEnd().split('\n'), 'text') },
  ];
}

function block(name: string, text: string): SummaryBlock {
  return { weight: 'essential', name, text };
}

import { lineView } from '../line-view.ts';
import type { Palette } from '../palette.ts';
import { quietView } from '../quiet-view.ts';
import type { View } from '../view.ts';
import { GroupedView } from './grouped-view.ts';
import { withoutCommands } from './workflow-command.ts';

/** What happens, in the log of a step: lines in groups, none of which the runner takes for a command that we did not give. */
export function githubView(
  write: (text: string) => void,
  palette: Palette,
  choice: { readonly quiet: boolean; readonly verbose: boolean; readonly services: readonly string[] },
): View {
  const { quiet, verbose, services } = choice;
  const writeText = (text: string): void => {
    write(withoutCommands(text));
  };
  if (quiet) return quietView(writeText, palette);
  const lines = lineView(writeText, palette, { verbose, services });
  return new GroupedView(lines, write, { isOne: services.length <= 1 });
}

import { harmless } from '../harmless.ts';
import { workflowCommand } from './workflow-command.ts';

/** The annotation about an input that action.yml does not know: a name only, since a value may be a secret. */
export function unknownInputWarning(
  { name, near }: { readonly name: string; readonly near: readonly string[] },
  known: readonly string[],
): string {
  const help = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `The inputs are ${known.join(', ')}.`;
  const data = `"${harmless(name)}" is no input of ecsdeploy and does nothing. ${help}`;
  return workflowCommand('warning', data, { title: 'ecsdeploy' });
}

/** The workflow commands that are used here. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
export type CommandName = 'error' | 'warning' | 'notice' | 'group' | 'endgroup' | 'add-mask';

/**
 * A workflow command as one line, without its line break: `::error title=demo/web::…`. Values may hold anything; what the runner would
 * take for syntax is escaped as its parser undoes it (`ActionCommand.cs` of actions/runner).
 */
export function workflowCommand(
  name: CommandName,
  data = '',
  properties: Readonly<Record<string, string>> = {},
): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name}${pairs.length === 0 ? '' : ` ${pairs.join(',')}`}::${escapeData(data)}`;
}

/**
 * Text that is not meant as a command, so that the runner takes none from it. It reads them from both streams of a step: `::name::` where
 * a line begins, after blanks and colours, and the older `##[name]` anywhere. What a container has logged must not set an output. The
 * runner compares by culture, which is blind for characters without width: the space that is put between can be seen.
 */
export function withoutCommands(text: string): string {
  // eslint-disable-next-line no-control-regex -- colours begin with it
  return text.replace(/^((?:\s|\u001B\[[\d;]*m)*):(?=:)/gmu, '$1: ').replaceAll('##[', '## [');
}

/** The same for JSON, which stays the same value: `##[` stands nowhere but in its strings, and no line of it begins with a colon. */
export function jsonWithoutCommands(json: string): string {
  return json.replaceAll('##[', String.raw`##\u005b`);
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

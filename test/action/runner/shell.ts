/**
 * How a `run:` is started, `{0}` being the file of the script: Runner.Worker/Handlers/ScriptHandlerHelpers.cs. Without `shell:` there is no
 * pipefail, which is why both are told apart.
 */
export function commandLineOf(shell: string, script: string): readonly string[] {
  const format = formats[shell] ?? shell;
  if (!format.includes('{0}')) {
    throw new Error(
      "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd, powershell, pwsh) or a format string containing '{0}'",
    );
  }
  return format.split(' ').map((word) => word.replace('{0}', script));
}

const formats: Readonly<Record<string, string>> = {
  '': 'bash -e {0}',
  bash: 'bash --noprofile --norc -e -o pipefail {0}',
  sh: 'sh -e {0}',
  python: 'python {0}',
};

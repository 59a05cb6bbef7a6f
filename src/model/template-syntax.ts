const syntaxes: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /\{\{[^}\n]*\}\}/, name: '{{ … }}' },
  { pattern: /<%[^>\n]*%>/, name: '<% … %>' },
  { pattern: /%\{[^}\n]*\}/, name: '%{ … }' },
  { pattern: /\$\{(?!env:)[^}\n]*\}/, name: '${ … }' },
];

/** The template syntax of another tool in a text, for the sentence that says why a file cannot be read. */
export function templateSyntaxIn(text: string): string | undefined {
  return syntaxes.find(({ pattern }) => pattern.test(text))?.name;
}

/** What to do about a template. */
export const renderFirst =
  'Render the file with its own tool first; ecsdeploy itself puts in ${env:NAME} and ${env:NAME:-default}, inside texts.';

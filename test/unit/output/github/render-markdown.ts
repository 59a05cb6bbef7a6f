import { spawnSync } from 'node:child_process';

/** Markdown as HTML, made by the renderer that GitHub uses, with the extensions that it uses. https://github.com/github/cmark-gfm */
export function renderMarkdown(markdown: string): string {
  const extensions = ['table', 'strikethrough', 'autolink', 'tagfilter'].flatMap((name) => ['-e', name]);
  const order = [...extensions, '--unsafe'];
  const { stdout, status, stderr } = spawnSync('cmark-gfm', order, { input: markdown, encoding: 'utf8' });
  if (status !== 0) throw new Error(`cmark-gfm ended with ${status ?? 'a signal'}: ${stderr}`);
  return stdout;
}

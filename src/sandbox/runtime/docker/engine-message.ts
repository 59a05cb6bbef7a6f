/**
 * The engine's own words in what the docker CLI printed on its standard error: `Error response from daemon: …`, else its last line.
 * Progress and warnings of the CLI around it are left out.
 */
export function engineMessage(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const said = lines.find((line) => line.includes('Error response from daemon'));
  return (
    said?.slice(said.indexOf('Error response from daemon')) ?? lines.at(-1) ?? 'no answer from the engine'
  );
}

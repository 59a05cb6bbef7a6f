import { exitCodes } from '../src/cli/exit-codes.ts';

/** The page about outcomes and exit codes, from the one table that decides them. */
export function outcomesPage() {
  const rows = [...exitCodes].sort((a, b) => a.exit - b.exit);
  return [
    '# Outcomes and exit codes',
    '',
    'How a release ends (`releases[].outcome.kind` in the JSON document) and how a command fails (`error.code`), and the exit code of each.',
    'Where one command releases several services, the one that matters most counts; the last section has the order.',
    '',
    '| Exit | Meaning | Outcomes | Errors |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.exit} | ${row.meaning} | ${list(row.outcomes)} | ${list(row.errors)} |`),
    '',
    'An error code has a family before its dot. The closest entry counts: the code itself, then its family, then its ending.',
    '',
    '## Under --json',
    '',
    'Standard output holds exactly one document, on failure too:',
    '',
    '```json',
    JSON.stringify(
      {
        ok: false,
        schemaVersion: 1,
        exitCode: 5,
        releases: [],
        error: {
          code: 'service.not_found',
          message: 'there is no service "wbe" in cluster demo',
          suggestions: ['Did you mean web?'],
          details: {},
        },
      },
      undefined,
      2,
    ),
    '```',
    '',
    '`ok` is true exactly when `exitCode` is 0. A release that came to an end, good or bad, stands in `releases`; `error` is there when',
    'the command failed before it had a result.',
    '',
    '## Which of several counts',
    '',
    ...exitCodes
      .filter(({ outcomes }) => outcomes.length > 0)
      .map(({ exit, outcomes }, index) => `${index + 1}. ${list(outcomes)} (${exit})`),
    '',
  ].join('\n');
}

function list(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}

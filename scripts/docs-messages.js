import { sections } from '../src/diagnosis/catalogue.ts';
import { withNames } from '../src/diagnosis/catalogue/message-values.ts';
import { explainExit } from '../src/diagnosis/explain-exit.ts';

const heals = {
  never: 'does not heal',
  maybe: 'may heal',
  retry: 'worth another try',
  'rolled-back': 'AWS rolls back',
  none: 'no failure',
};
const exitCodes = [0, 1, 126, 127, 134, 137, 139, 143];

/** The page about messages, from the catalogue that recognises them. */
export function messagesPage() {
  return [
    '# Messages',
    '',
    'What ECS, CodeDeploy, ECR, IAM, Docker and GitHub Actions say when a release goes wrong, what it means, and what helps.',
    '`ecsdeploy explain "<message>"` finds the entry of a message, `ecsdeploy explain < log` those of a whole log; after a failed release',
    'and in `ecsdeploy diagnose` they stand with the evidence. `<name>` is what the message itself says.',
    '',
    ...Object.keys(sections).map((title) => `- [${title}](#${anchor(title)})`),
    '- [Exit codes of containers](#exit-codes-of-containers)',
    '',
    '**does not heal**: the same would fail again, so a release that meets it ends early. **may heal**: it is waited for. **worth another try**: the',
    'same call may go well. **AWS rolls back** by itself. A *symptom* only says that something went wrong; the cause stands elsewhere.',
    '',
    ...Object.entries(sections).flatMap(([title, entries]) => section(title, entries)),
    '## Exit codes of containers',
    '',
    'Conventions of shells and Docker. `ecsdeploy explain "exit code 137"` tells the same.',
    '',
    '| Code | Cause | What helps |',
    '| --- | --- | --- |',
    ...exitCodes.map((code) => {
      const { cause, advice } = explainExit(code);
      return `| ${code} | ${cell(cause)} | ${cell(advice)} |`;
    }),
    '',
  ].join('\n');
}

function section(title, entries) {
  return [`## ${title}`, '', ...entries.flatMap(entryLines)];
}

function entryLines({ id, says, hints = [], cause, advice, heal, kind, source, examples }) {
  const texts = examples.length > 0 ? examples : [...says, ...hints].map((phrase) => `… ${phrase} …`);
  const notes = [heals[heal], ...(kind === 'symptom' ? ['a symptom'] : [])].join(', ');
  return [
    `### ${id}`,
    '',
    `${prose(cause)} (${notes}).`,
    '',
    prose(advice),
    '',
    '```text',
    ...texts,
    '```',
    '',
    `Known from ${source.map((url) => `[${nameOf(url)}](${url})`).join(', ')}.`,
    '',
  ];
}

/** A sentence with its names as code, which Markdown would take for HTML. */
function prose(sentence) {
  return withNames(sentence).replaceAll(/(`[^`]*`)|<([a-z]+)>/g, (_, code, name) => code ?? `\`<${name}>\``);
}

function cell(text) {
  return prose(text).replaceAll('|', String.raw`\|`);
}

/** `aws/containers-roadmap#1120` of a thread, the last part of another address. */
function nameOf(url) {
  const thread = /github\.com\/([^/]+\/[^/]+)\/issues\/(\d+)$/.exec(url);
  if (thread !== null) return `${thread[1]}#${thread[2]}`;
  const repository = /\/github\.com\/([^/]+\/[^/#]+)/.exec(url);
  if (repository !== null) return repository[1];
  return `${new URL(url).hostname}: ${url
    .split('/')
    .at(-1)
    .replace(/\.html$/, '')}`;
}

function anchor(title) {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s/g, '-');
}

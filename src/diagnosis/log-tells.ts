import type { Finding } from '../model/diagnosis.ts';
import { lookUp } from './catalogue.ts';

// What AWS, the kernel or a runtime says in the same words to every program. The rest of the catalogue is of AWS's own places: a program
// that says "Service not found." means something else.
const saidToPrograms = /^(?:permission|credentials|memory)\.|^command\.wrong-format$/;

/**
 * A finding that knows only an exit code, with the cause that the end of its log names: the last line that is known for sure. A program's
 * own words are not AWS's, so that nothing is given up early for them, and that they say why it ended is likely at most.
 */
export function asLogTells(finding: Finding): Finding {
  if (finding.log === undefined || !finding.id.startsWith('exit.')) return finding;
  for (const line of [...finding.log.lines].reverse()) {
    const match = lookUp(line);
    if (match?.confidence !== 'high' || !saidToPrograms.test(match.id)) continue;
    const { id, cause, advice } = match;
    return {
      ...finding,
      id,
      cause,
      advice,
      confidence: 'medium',
      evidence: `${finding.evidence} · ${line.trim()}`,
    };
  }
  return finding;
}

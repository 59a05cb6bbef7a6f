import type { Diagnosis, DiagnosisEvidence, Finding } from '../../../src/model/diagnosis.ts';

const noEvidence: DiagnosisEvidence = {
  stoppedTasks: [],
  targetGroups: [],
  events: [],
  alarms: [],
  hooks: [],
  gates: [],
  missing: [],
};

/** A diagnosis with these findings, the first of which is the likely cause. */
export function aDiagnosis(findings: readonly Finding[] = [], changes: Partial<Diagnosis> = {}): Diagnosis {
  const [first] = findings;
  return {
    likely:
      first === undefined
        ? undefined
        : { cause: first.cause, confidence: 'high', advice: first.advice, suspects: [] },
    findings,
    evidence: noEvidence,
    ...changes,
  };
}

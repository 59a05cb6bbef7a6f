import { recognise } from './catalogue.ts';

/** Whether a text only says that something failed, and not what: it is never the likely cause where anything else is known. */
export function isSymptom(text: string): boolean {
  return recognise(text)?.kind === 'symptom';
}

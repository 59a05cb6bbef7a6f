import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * The issues, where a value may be of several shapes: those of the shape that it has, if it has one, instead of one that says that it has
 * none. A shape that brings words of its own keeps them.
 */
export function issuesWithin(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return issue;
    const likely = issue.errors.filter((errors) => !errors.some(isOfAnotherShape));
    const [only, ...others] = likely;
    if (only === undefined || others.length > 0) return issue;
    return issuesWithin(only.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

/** Another type altogether, or not the one value that it had to be. */
function isOfAnotherShape({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

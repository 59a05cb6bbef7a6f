import { closestNames } from '../model/closest-name.ts';
import type { ConfigProblem } from './invalid-config.ts';
import type { ResolvedService } from './resolved-service.ts';

/** What is wrong with the order that `after` of the services gives: names that nobody has, and circles. Pure. */
export function orderProblems(services: readonly ResolvedService[]): ConfigProblem[] {
  const names = services.map(({ name }) => name);
  const unknown = services.flatMap((service) => {
    const strangers = service.after.filter((name) => !names.includes(name));
    return strangers.map((name) => {
      const [close] = closestNames(name, names);
      return {
        ...problemOf(
          service,
          `after of the service ${service.name} names ${JSON.stringify(name)}, which is no service`,
        ),
        suggestion: close === undefined ? undefined : `Did you mean ${close}?`,
      };
    });
  });
  return unknown.length > 0 ? unknown : circles(services);
}

/** Each circle once, at the first of its services in the file. */
function circles(services: readonly ResolvedService[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const done = new Set<string>();
  const visit = (service: ResolvedService, way: readonly string[]): void => {
    const from = way.indexOf(service.name);
    if (from !== -1) {
      const circle = [...way.slice(from), service.name].join(' → ');
      problems.push(problemOf(service, `after of the service ${service.name} leads back to it: ${circle}`));
    }
    if (from !== -1 || done.has(service.name)) return;
    for (const name of service.after) {
      const next = services.find((one) => one.name === name);
      if (next !== undefined) visit(next, [...way, service.name]);
    }
    done.add(service.name);
  };
  for (const service of services) visit(service, []);
  return problems;
}

function problemOf({ provenance }: ResolvedService, message: string): ConfigProblem {
  const source = provenance.get('after');
  const { file, line, column } = source?.kind === 'file' ? source : { file: '', line: 1, column: 1 };
  return { file, at: { line, column }, message };
}

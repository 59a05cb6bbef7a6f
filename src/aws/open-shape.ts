import type { StaticOperationSchema } from '@smithy/types';

/** The schema of a document: any JSON, nothing dropped. (`SCHEMA.DOCUMENT` of Smithy's TypeScript schemas.) */
const anyJson = 15;

interface StackOfCommand {
  add(
    middleware: (
      next: (args: never) => unknown,
      context: Record<string, unknown>,
    ) => (args: never) => unknown,
    options: { step: 'initialize'; priority: 'high'; name: string },
  ): void;
}

/**
 * Lets a command send and receive members that this SDK does not know. ECS gains members faster than any tool is released;
 * the SDK would silently drop them from a task definition, in both directions. Timestamps then stay numbers (epoch seconds).
 */
export function withOpenShape<Command extends { readonly middlewareStack: object }>(
  command: Command,
): Command {
  (command.middlewareStack as StackOfCommand).add(
    (next, context) => (args) => {
      const smithy = context['__smithy_context'] as {
        operationSchema?: StaticOperationSchema;
      };
      const schema = smithy.operationSchema;
      if (schema !== undefined) {
        const [kind, namespace, name, traits] = schema;
        smithy.operationSchema = [kind, namespace, name, traits, anyJson, anyJson];
      }
      return next(args);
    },
    { step: 'initialize', priority: 'high', name: 'openShape' },
  );
  return command;
}

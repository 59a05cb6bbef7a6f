import { combine, listOf } from './combine.ts';
import { ExpressionFault, type BinaryOperator, type Expression } from './expression.ts';
import { callFunction } from './functions.ts';
import type { MathContext } from './math-context.ts';
import type { Worth } from './series.ts';

const operations: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};

/** Computes an expression; throws an `ExpressionFault` where that makes no sense, or is not played here. */
export function evaluate(expression: Expression, context: MathContext): Worth {
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', value: expression.value };
    case 'text':
      throw new ExpressionFault(`the text ${JSON.stringify(expression.value)} is worth nothing here`);
    case 'keyword':
      throw new ExpressionFault(`unexpected ${expression.name}`);
    case 'id': {
      const worth = context.worthOf(expression.name);
      if (worth === undefined) throw new ExpressionFault(`there is no query with the id ${expression.name}`);
      return worth;
    }
    case 'list':
      return { kind: 'list', list: expression.items.flatMap((item) => listOf(evaluate(item, context))) };
    case 'negation':
      return combine({ kind: 'scalar', value: 0 }, evaluate(expression.of, context), operations['-']);
    case 'binary': {
      const left = evaluate(expression.left, context);
      return combine(left, evaluate(expression.right, context), operations[expression.operator]);
    }
    case 'call':
      return callFunction(expression.name, expression.given, {
        ...context,
        worth: (given) => evaluate(given, context),
      });
    default:
      return expression satisfies never;
  }
}

import { ExpressionFault, type BinaryOperator, type Expression } from './expression.ts';

/** Numbers, texts, words, operators of two characters, and everything else that is not a space, one by one. */
const token =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"([^"]*)"|'([^']*)'|([A-Za-z]\w*)|(<=|>=|==|!=|&&|\|\||\S))/y;

interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign';
  readonly text: string;
}

/** Operators by how closely they bind, the loosest first ("Arithmetic operators", "Comparison and logical operators" of the user guide). */
const levels: readonly (readonly (readonly [string, BinaryOperator])[])[] = [
  [
    ['||', 'OR'],
    ['OR', 'OR'],
  ],
  [
    ['&&', 'AND'],
    ['AND', 'AND'],
  ],
  (['<', '>', '<=', '>=', '==', '!='] as const).map((sign) => [sign, sign]),
  (['+', '-'] as const).map((sign) => [sign, sign]),
  (['*', '/'] as const).map((sign) => [sign, sign]),
];

/** Reads a metric math expression; throws an `ExpressionFault` for what is none. */
export function readExpression(text: string): Expression {
  const reader = new Reader(tokensOf(text));
  const expression = reader.operation(0);
  reader.end();
  return expression;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const found = token.exec(trimmed);
    if (found === null) break;
    const [, number, double, single, word, sign] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: double ?? single ?? '' });
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  end(): void {
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) throw new ExpressionFault(`unexpected ${JSON.stringify(rest.text)}`);
  }

  operation(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return this.#power();
    let left = this.operation(level + 1);
    for (;;) {
      const given = this.#tokens[this.#next];
      const operator = operators.find(([written]) => written === given?.text)?.[1];
      if (operator === undefined || given?.kind === 'text') return left;
      this.#next += 1;
      left = { kind: 'binary', operator, left, right: this.operation(level + 1) };
    }
  }

  #power(): Expression {
    if (this.#take('-')) return { kind: 'negation', of: this.#power() };
    const left = this.#operand();
    return this.#take('^') ? { kind: 'binary', operator: '^', left, right: this.#power() } : left;
  }

  #operand(): Expression {
    const given = this.#tokens[this.#next];
    this.#next += 1;
    switch (given?.kind) {
      case undefined:
        throw new ExpressionFault('it ends too early');
      case 'number':
        return { kind: 'number', value: Number(given.text) };
      case 'text':
        return { kind: 'text', value: given.text };
      case 'word':
        if (this.#take('(')) return { kind: 'call', name: given.text, given: this.#items(')') };
        // Ids begin with a small letter, so nothing else can be meant.
        if (/^[A-Z]/.test(given.text)) return { kind: 'keyword', name: given.text };
        return { kind: 'id', name: given.text };
      case 'sign':
        if (given.text === '[') return { kind: 'list', items: this.#items(']') };
        if (given.text === '(') {
          const inside = this.operation(0);
          this.#require(')');
          return inside;
        }
        throw new ExpressionFault(`unexpected ${JSON.stringify(given.text)}`);
    }
  }

  #items(closing: string): Expression[] {
    const items: Expression[] = [];
    if (this.#take(closing)) return items;
    do items.push(this.operation(0));
    while (this.#take(','));
    this.#require(closing);
    return items;
  }

  #take(sign: string): boolean {
    const given = this.#tokens[this.#next];
    if (given?.kind !== 'sign' || given.text !== sign) return false;
    this.#next += 1;
    return true;
  }

  #require(sign: string): void {
    if (this.#take(sign)) return;
    const given = this.#tokens[this.#next];
    throw new ExpressionFault(
      `${JSON.stringify(sign)} expected${given === undefined ? ' at its end' : `, not ${JSON.stringify(given.text)}`}`,
    );
  }
}

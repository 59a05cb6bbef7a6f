/**
 * The offset at which a text stops being JSON, undefined when it is JSON. `JSON.parse` says where only in some versions of
 * Node, and differently in each.
 */
export function findJsonError(text: string): number | undefined {
  const scanner = new JsonScanner(text);
  try {
    scanner.value(0);
    return scanner.end();
  } catch (error) {
    if (error instanceof NotJson) return error.offset;
    throw error;
  }
}

class NotJson extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super('not JSON');
    this.offset = offset;
  }
}

const space = /[ \t\r\n]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\x7f)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

class JsonScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): void {
    if (depth > 1_000) throw new NotJson(this.#at);
    this.#skip();
    const opening = this.#text[this.#at];
    if (opening === '{') this.#list('}', () => this.#member(depth + 1));
    else if (opening === '[') this.#list(']', () => this.value(depth + 1));
    else this.#scalar();
  }

  end(): number | undefined {
    this.#skip();
    return this.#at < this.#text.length ? this.#at : undefined;
  }

  #member(depth: number): void {
    this.#skip();
    if (this.#text[this.#at] !== '"') throw new NotJson(this.#at);
    this.#scalar();
    this.#expect(':');
    this.value(depth);
  }

  #list(closing: string, item: () => void): void {
    this.#at++;
    this.#skip();
    if (this.#text[this.#at] === closing) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      this.#skip();
      if (this.#text[this.#at] === closing) break;
      this.#expect(',');
    }
    this.#at++;
  }

  #scalar(): void {
    scalar.lastIndex = this.#at;
    if (!scalar.test(this.#text)) throw new NotJson(this.#at);
    this.#at = scalar.lastIndex;
  }

  #expect(character: string): void {
    this.#skip();
    if (this.#text[this.#at] !== character) throw new NotJson(this.#at);
    this.#at++;
  }

  #skip(): void {
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
  }
}

/**
 * What is wrong with a text that is no JSON, in the words of Go's `encoding/json` (its `scanner.go`), by which ECS reads secrets.
 * Undefined if nothing is. It names one character at most, never more of the text.
 */
export function jsonFault(text: string): string | undefined {
  try {
    new Scanner(text).whole();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

class Fault extends Error {}

class Scanner {
  // Go reads bytes.
  readonly #bytes: Buffer;
  #at = 0;

  constructor(text: string) {
    this.#bytes = Buffer.from(text);
  }

  whole(): void {
    this.#value();
    this.#space();
    if (this.#peek() !== '') throw this.#unexpected('after top-level value');
  }

  #value(): void {
    this.#space();
    const first = this.#peek();
    if (first === '{') this.#object();
    else if (first === '[') this.#array();
    else if (first === '"') this.#string();
    else if (/[-\d]/.test(first)) this.#number();
    else {
      const literal = ['true', 'false', 'null'].find((word) => word.startsWith(first));
      if (first === '' || literal === undefined) throw this.#unexpected('looking for beginning of value');
      this.#literal(literal);
    }
  }

  #object(): void {
    this.#at++;
    this.#space();
    if (this.#takes('}')) return;
    for (;;) {
      this.#space();
      if (this.#peek() !== '"') throw this.#unexpected('looking for beginning of object key string');
      this.#string();
      this.#space();
      if (!this.#takes(':')) throw this.#unexpected('after object key');
      this.#value();
      this.#space();
      if (this.#takes('}')) return;
      if (!this.#takes(',')) throw this.#unexpected('after object key:value pair');
    }
  }

  #array(): void {
    this.#at++;
    this.#space();
    if (this.#takes(']')) return;
    for (;;) {
      this.#value();
      this.#space();
      if (this.#takes(']')) return;
      if (!this.#takes(',')) throw this.#unexpected('after array element');
    }
  }

  #string(): void {
    this.#at++;
    while (!this.#takes('"')) {
      const next = this.#peek();
      if (next === '' || next < ' ') throw this.#unexpected('in string literal');
      this.#at++;
      if (next === '\\') this.#escape();
    }
  }

  #escape(): void {
    if (this.#takes('u')) {
      for (let digit = 0; digit < 4; digit++) {
        if (!this.#takesOne(/[\da-f]/i))
          throw this.#unexpected(String.raw`in \u hexadecimal character escape`);
      }
    } else if (!this.#takesOne(/["\\/bfnrt]/)) throw this.#unexpected('in string escape code');
  }

  #number(): void {
    this.#takes('-');
    if (!this.#takes('0')) this.#digits('in numeric literal');
    if (this.#takes('.')) this.#digits('after decimal point in numeric literal');
    if (!this.#takesOne(/e/i)) return;
    this.#takesOne(/[-+]/);
    this.#digits('in exponent of numeric literal');
  }

  #digits(place: string): void {
    if (!this.#takesOne(/\d/)) throw this.#unexpected(place);
    while (this.#takesOne(/\d/));
  }

  #literal(word: string): void {
    for (const letter of word) {
      if (!this.#takes(letter)) throw this.#unexpected(`in literal ${word} (expecting '${letter}')`);
    }
  }

  #space(): void {
    while (this.#takesOne(/[ \t\r\n]/));
  }

  #takes(character: string): boolean {
    const fits = this.#peek() === character;
    if (fits) this.#at++;
    return fits;
  }

  #takesOne(pattern: RegExp): boolean {
    const fits = pattern.test(this.#peek());
    if (fits) this.#at++;
    return fits;
  }

  /** The next byte as a character, empty at the end. */
  #peek(): string {
    const byte = this.#bytes[this.#at];
    return byte === undefined ? '' : String.fromCharCode(byte);
  }

  #unexpected(place: string): Fault {
    const next = this.#peek();
    return new Fault(
      next === '' ? 'unexpected end of JSON input' : `invalid character ${quoted(next)} ${place}`,
    );
  }
}

function quoted(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}

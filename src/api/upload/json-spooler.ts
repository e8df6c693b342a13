import { Base64Stream } from "./base64-stream.js";

/** Where an image's bytes go while its field is read. */
export interface ImageSink {
  write(bytes: Uint8Array): void;
}

export interface JsonSpoolerOptions<Sink extends ImageSink> {
  /** Fields of the top object that may hold Base64. */
  readonly fields: ReadonlySet<string>;
  /** Called when a field turns out to hold a long Base64 text. */
  readonly open: (field: string) => Sink;
}

export interface SpooledField<Sink> {
  readonly sink: Sink;
  readonly isBase64: boolean;
}

export interface SpooledJson<Sink> {
  /** The parsed body; a field that was spooled holds a short text in place of its Base64. */
  readonly body: unknown;
  readonly images: ReadonlyMap<string, SpooledField<Sink>>;
}

/** The text that is kept of a string: longer Base64 is spooled, other long strings are cut, which only unknown fields have. */
export const MAX_TEXT_BYTES = 4096;
/** All that is kept in memory of one body. */
const MAX_SKELETON_BYTES = 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const OPEN = new Set([0x7b, 0x5b]); // { [
const CLOSE = new Set([0x7d, 0x5d]); // } ]
const OBJECT_START = 0x7b;
const COLON = 0x3a;
const COMMA = 0x2c;
const SPACE = 0x20; // below it are the control characters, which JSON does not allow in strings
const FIRST_NON_ASCII = 0x80;
const LONG_ESCAPE_BYTES = 6; // \uXXXX

type State = "outside" | "text" | "image" | "cut";

/**
 * Reads a JSON body as it arrives: the Base64 of its images is decoded at once and never held, everything else goes to a skeleton
 * that JSON.parse judges at the end. So what is accepted is what JSON.parse accepts, except for strings that were cut.
 */
export class JsonSpooler<Sink extends ImageSink> {
  readonly #options: JsonSpoolerOptions<Sink>;
  #skeleton = Buffer.allocUnsafe(4096);
  #skeletonBytes = 0;
  readonly #images = new Map<string, SpooledField<Sink>>();
  #state: State = "outside";
  #depth = 0;
  #isObject = false;
  #expectsKey = false;
  #key = "";
  /** Bytes of the text that is being read, without its quotes. */
  #text: number[] = [];
  /** Bytes of an escape that is not yet complete, from its backslash. */
  #escape: number[] = [];
  #base64: Base64Stream | undefined;
  #sink: Sink | undefined;

  constructor(options: JsonSpoolerOptions<Sink>) {
    this.#options = options;
  }

  /** More of the body. @throws RangeError when it holds too much besides images */
  push(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length;) {
      const isLong = this.#state === "image" || this.#state === "cut";
      if (isLong && this.#escape.length === 0) i = this.#readLong(chunk, i);
      else this.#readByte(chunk[i++]!);
    }
    this.#base64?.flush();
  }

  /** The body is complete. @throws SyntaxError if it is not JSON */
  end(): SpooledJson<Sink> {
    return { body: parseJson(this.#skeleton.subarray(0, this.#skeletonBytes)), images: this.#images };
  }

  /** Takes a long string up to what is special in it: a quote, a backslash, a control character. */
  #readLong(chunk: Uint8Array, start: number): number {
    let end = start;
    while (end < chunk.length && chunk[end] !== QUOTE && chunk[end] !== BACKSLASH && chunk[end]! >= SPACE)
      end++;
    this.#base64?.push(chunk, start, end);
    if (chunk[end] === BACKSLASH && chunk[end + 1] === SLASH) {
      this.#base64?.push(chunk, end + 1, end + 2); // PHP escapes every slash: too many for the long way
      return end + 2;
    }
    if (end < chunk.length) this.#readByte(chunk[end++]!);
    return end;
  }

  #readByte(byte: number): void {
    if (this.#state === "outside") this.#readStructure(byte);
    else if (this.#escape.length > 0) this.#readEscape(byte);
    else if (byte === BACKSLASH) this.#escape = [byte];
    else if (byte === QUOTE) this.#endString();
    else this.#takeContent([byte]);
  }

  #readStructure(byte: number): void {
    this.#keep([byte]);
    if (byte === QUOTE) {
      this.#state = "text";
      this.#text = [];
    } else if (OPEN.has(byte)) {
      if (this.#depth++ === 0) this.#isObject = this.#expectsKey = byte === OBJECT_START;
    } else if (CLOSE.has(byte)) this.#depth--;
    else if (this.#depth === 1 && byte === COLON) this.#expectsKey = false;
    else if (this.#depth === 1 && byte === COMMA) this.#expectsKey = this.#isObject;
  }

  #readEscape(byte: number): void {
    this.#escape.push(byte);
    const isLong = this.#escape[1] === 0x75; // \u
    if (isLong && this.#escape.length < LONG_ESCAPE_BYTES) return;
    const escape = this.#escape;
    this.#escape = [];
    this.#takeContent(escape);
  }

  /** Takes one character of a string: a byte, or a whole escape. */
  #takeContent(bytes: readonly number[]): void {
    if (this.#state === "text") {
      this.#text.push(...bytes);
      if (this.#text.length >= MAX_TEXT_BYTES && bytes[0]! < FIRST_NON_ASCII) this.#leaveText();
      return;
    }
    const character =
      bytes[0] === BACKSLASH || bytes[0]! < SPACE ? parseString(bytes) : String.fromCharCode(bytes[0]!);
    if (character === undefined) this.#keep(bytes); // not JSON: let JSON.parse say so
    else if (this.#state === "image") this.#base64?.push(Buffer.from(character, "utf8"));
  }

  /** The text has become too long to be kept: an image is decoded from here on, anything else is cut. */
  #leaveText(): void {
    const text = parseString(this.#text);
    const field = this.#imageField();
    if (field === undefined || text === undefined || /^\s*[a-z][a-z0-9+.-]*:/i.test(text)) {
      this.#keep(this.#text);
      this.#state = "cut";
      return;
    }
    const sink = this.#options.open(field);
    this.#sink = sink;
    this.#base64 = new Base64Stream((bytes) => sink.write(bytes));
    this.#base64.push(Buffer.from(text, "utf8"));
    this.#keep(Buffer.from("spooled"));
    this.#state = "image";
  }

  #endString(): void {
    if (this.#depth === 1 && this.#expectsKey)
      this.#beginField(this.#state === "text" ? parseString(this.#text) : undefined);
    if (this.#state === "text") {
      this.#keep(this.#text);
    } else if (this.#state === "image" && this.#sink !== undefined) {
      this.#images.set(this.#key, { sink: this.#sink, isBase64: this.#base64?.end() ?? false });
    }
    this.#state = "outside";
    this.#text = [];
    this.#base64 = this.#sink = undefined;
    this.#keep([QUOTE]);
  }

  /** Of two fields with one name the last counts, as in JSON.parse. */
  #beginField(key = ""): void {
    this.#key = key;
    this.#images.delete(key);
  }

  /** The field whose value is being read, if it is an image's. */
  #imageField(): string | undefined {
    const isValue = this.#isObject && this.#depth === 1 && !this.#expectsKey;
    return isValue && this.#options.fields.has(this.#key) ? this.#key : undefined;
  }

  #keep(bytes: ArrayLike<number>): void {
    const end = this.#skeletonBytes + bytes.length;
    if (end > MAX_SKELETON_BYTES) throw new RangeError("the text besides the images is larger than 1 MB");
    if (end > this.#skeleton.length)
      this.#skeleton = Buffer.concat([this.#skeleton], Math.max(2 * this.#skeleton.length, end));
    this.#skeleton.set(bytes, this.#skeletonBytes);
    this.#skeletonBytes = end;
  }
}

/** A JSON text, with or without a byte order mark. @throws SyntaxError */
export function parseJson(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, "")) as unknown;
}

/** The text of a string's bytes as they stand between its quotes; undefined when they are not JSON. */
function parseString(bytes: readonly number[]): string | undefined {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString("utf8")}"`) as string;
  } catch {
    return undefined;
  }
}

// The alphabet of the log: varints, doubles and text ↔ bytes, write and read side by side. Promise: whatever the bytes,
// a reader answers or throws LogFormatError; it never hangs and never allocates more than the bytes it was given justify.

export type LogFormatCode =
  /** The bytes end inside a value. */
  | 'truncated'
  /** Bytes are left over. */
  | 'trailing'
  /** A varint that is longer than its value needs, or above 32 bits. */
  | 'bad-varint'
  /** A value outside what its place may hold. */
  | 'bad-value'
  /** A command number nobody knows, or fields that make no command. */
  | 'bad-command'
  /** Parts of a keyframe contradict one another. */
  | 'bad-state'
  | 'unknown-version'
  | 'unknown-arena'
  /** A log file without a byte in it, or none that matters. */
  | 'empty'
  /** No log file at all. */
  | 'foreign'
  /** A log file that a newer Touchline wrote. */
  | 'newer-version'
  /** A log file whose bytes were changed, or whose parts contradict one another. */
  | 'damaged'
  /** More ticks than a reader takes on. */
  | 'too-long';

/** Bytes that are no log. `offset`: where reading stopped, in bytes. */
export class LogFormatError extends Error {
  readonly code: LogFormatCode;
  readonly offset: number;

  constructor(code: LogFormatCode, offset: number, detail = '') {
    super(`${code} at byte ${offset}${detail === '' ? '' : `: ${detail}`}`);
    this.name = 'LogFormatError';
    this.code = code;
    this.offset = offset;
  }
}

const MAX_UINT32 = 0xffffffff;

/** Grows as it is written to; `take` gives a copy. */
export class ByteWriter {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  /** Write -0 as 0: for hashes, since the sign of zero never changes a later result (physics.md §1). */
  private readonly canonical: boolean;

  constructor(canonical = false) {
    this.canonical = canonical;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  bool(value: boolean): void {
    this.byte(value ? 1 : 0);
  }

  /** 0 … 2^32-1 in one to five bytes, seven bits each, low bits first. */
  uint(value: number): void {
    if (!(value >= 0 && value <= MAX_UINT32)) throw new RangeError(`${value} is no uint32`);
    this.reserve(5);
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** Signed 32 bits; small magnitudes are short. */
  int(value: number): void {
    this.uint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** Eight bytes. Every NaN is written alike: which one an engine produces is its own affair. */
  real(value: number): void {
    this.reserve(8);
    if (Number.isNaN(value)) {
      this.view.setUint32(this.length, 0, true);
      this.view.setUint32(this.length + 4, 0x7ff80000, true);
    } else this.view.setFloat64(this.length, this.canonical && value === 0 ? 0 : value, true);
    this.length += 8;
  }

  /** UTF-16 units as varints, so that a lone surrogate survives. */
  text(value: string): void {
    this.uint(value.length);
    for (let i = 0; i < value.length; i++) this.uint(value.charCodeAt(i));
  }

  take(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const wider = new Uint8Array(this.bytes.length * 2);
    wider.set(this.bytes);
    this.bytes = wider;
    this.view = new DataView(wider.buffer);
  }
}

/** Reads from the front; every method throws LogFormatError at the first byte that cannot be right. */
export class ByteReader {
  at = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(max = 255): number {
    this.need(1);
    const value = this.bytes[this.at];
    if (value > max) this.fail('bad-value', `${value} is above ${max}`);
    this.at++;
    return value;
  }

  bool(): boolean {
    return this.byte(1) === 1;
  }

  uint(max = MAX_UINT32): number {
    const start = this.at;
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        // One value, one spelling: equal batches are equal bytes.
        if (value > MAX_UINT32 || (byte === 0 && scale > 1)) this.fail('bad-varint');
        break;
      }
      scale *= 0x80;
      if (this.at - start === 5) this.fail('bad-varint');
    }
    if (value > max) this.fail('bad-value', `${value} is above ${max}`);
    return value;
  }

  int(): number {
    const value = this.uint();
    return (value >>> 1) ^ -(value & 1);
  }

  real(): number {
    this.need(8);
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  text(maxLength = MAX_UINT32): string {
    const length = this.uint(maxLength);
    this.need(length);
    let value = '';
    for (let i = 0; i < length; i++) value += String.fromCharCode(this.uint(0xffff));
    return value;
  }

  /** Nothing may follow. */
  end(): void {
    if (!this.done) this.fail('trailing');
  }

  /** Are at least `count` bytes left? A list of that many elements cannot be shorter. */
  need(count: number): void {
    if (this.at + count > this.bytes.length) this.fail('truncated');
  }

  fail(code: LogFormatCode, detail?: string): never {
    throw new LogFormatError(code, this.at, detail);
  }
}

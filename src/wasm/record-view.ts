type Kind = "i32" | "u32" | "usize" | "u64" | "f32" | "f64";

/** A record of the core as record.ts describes it: its bytes, and the place of each field in them. */
export interface Layout {
  readonly size: number;
  readonly fields: Readonly<Record<string, readonly [kind: Kind, offset: number]>>;
}

/** A record by the names of its fields: reading one reads the core's memory, setting one writes it. */
export type RecordView<Of extends Layout> = { -readonly [Name in keyof Of["fields"]]: number };

type RecordClass<Of extends Layout> = new (buffer: ArrayBuffer, address: number) => RecordView<Of>;

/** How DataView reads and sets each kind of number. */
const METHODS = {
  i32: ["getInt32", "setInt32"],
  u32: ["getUint32", "setUint32"],
  usize: ["getUint32", "setUint32"],
  u64: ["getBigUint64", "setBigUint64"],
  f32: ["getFloat32", "setFloat32"],
  f64: ["getFloat64", "setFloat64"],
} as const;

/** The class of all records of one layout; an instance is made from the memory's buffer and the record's address in bytes. */
export function recordClass<Of extends Layout>({ size, fields }: Of): RecordClass<Of> {
  class View {
    readonly data: DataView;
    constructor(buffer: ArrayBuffer, address: number) {
      this.data = new DataView(buffer, address, size);
    }
  }
  for (const [name, [kind, offset]] of Object.entries(fields)) {
    const [get, set] = METHODS[kind];
    Object.defineProperty(View.prototype, name, {
      get(this: View) {
        return Number(this.data[get](offset, true));
      },
      set(this: View, value: number) {
        if (set === "setBigUint64") this.data[set](offset, BigInt(value), true);
        else this.data[set](offset, value, true);
      },
    });
  }
  return View as unknown as RecordClass<Of>;
}

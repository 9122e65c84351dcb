/** The AssemblyScript loader's file, copied beside this one by the build; typed here without the DOM's WebAssembly. */
export function demangle<Exports>(exports: object): Exports;

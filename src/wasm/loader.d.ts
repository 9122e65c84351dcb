/** The AssemblyScript loader's file, copied beside this one by the build; typed here without the DOM's WebAssembly. */
export function instantiateSync<Exports>(module: object, imports?: object): { exports: Exports };

/**
 * Lets `console.log(object)` write `describe()` in Node, Bun and Deno; browsers show its fields as ever.
 *
 * On each object and not in its class: computed names would keep bundlers from leaving an unused class out.
 */
export function inspectAs(object: object, describe: () => string): void {
  for (const name of ["nodejs.util.inspect.custom", "Deno.customInspect"])
    Object.defineProperty(object, Symbol.for(name), { value: describe });
}

/** The address of a file's bytes, compressed: see playground/vite/gzipped.ts. */
declare module "*?gzipped" {
  const url: string;
  export default url;
}

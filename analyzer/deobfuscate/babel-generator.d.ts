/** The part of @babel/generator used here; it ships no types. */
declare module '@babel/generator' {
  interface Mapping {
    /** Lines from 1, columns from 0. */
    generated: { line: number; column: number };
    original?: { line: number; column: number } | undefined;
  }
  interface Options {
    sourceMaps: boolean;
    sourceFileName: string;
    comments: boolean;
    jsescOption: { minimal: boolean };
  }
  type Generate = (tree: unknown, options: Options) => { code: string; rawMappings: Mapping[] | undefined };
  const generator: { default: Generate };
  export default generator;
}

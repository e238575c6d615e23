// What esbuild makes of files that are not scripts.
declare module '*.graphql' {
  /** The operation as it is in graphql/operations. */
  const text: string;
  export default text;
}
declare module '*.css';

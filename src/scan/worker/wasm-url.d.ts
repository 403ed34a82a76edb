/** The address of a file that the build serves itself (Vite's `?url`). */
declare module '*.wasm?url' {
  const url: string;
  export default url;
}

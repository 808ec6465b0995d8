/** The calendar's own sheet comes as text: it is put into our root, where a strict policy allows it. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** What only some clients see, or only when they ask, is a module of its own, fetched then. */

/** {name: path of the module}, written in by the build. */
declare const __PARTS__: Record<string, string>;

/** Fetch a part from beside the bundle. Rejects when it cannot be had. */
export const part = <T>(name: string, base: string): Promise<T> => import(`${base}/${__PARTS__[name]}`) as Promise<T>;

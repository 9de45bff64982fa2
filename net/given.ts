/** Leaves out what was not given: the bindings take a missing property, not an undefined one. */

type Undefinable<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** `T` whose properties that may be undefined are optional, and never undefined. */
export type Given<T> = Omit<T, Undefinable<T>> & { [K in Undefinable<T>]?: Exclude<T[K], undefined> };

/** The same object without the properties that are undefined. */
export function given<T extends object>(props: T): Given<T> {
  const left: Partial<T> = {};
  for (const key of Object.keys(props) as (keyof T)[]) if (props[key] !== undefined) left[key] = props[key];
  return left as Given<T>;
}

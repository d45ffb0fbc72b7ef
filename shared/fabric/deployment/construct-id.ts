// Ids of constructs, in CDK and in cdktf alike: a name of the file as a key of a plain object.

/**
 * The name itself; with `_` behind it, which no name has at its end, where every object already has a property of that
 * name, as `constructor`: the tree of constructs would take it for a child that is there.
 */
export const constructId = (name: string): string => (name in {} ? `${name}_` : name);

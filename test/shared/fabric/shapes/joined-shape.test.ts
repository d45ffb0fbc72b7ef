import { describe, expect, it } from "vitest";
import { z } from "zod";
import { joinedShape } from "../../../../shared/fabric/shapes/joined-shape.ts";
import { shapeReader } from "../../../../shared/fabric/shapes/shape-reader.ts";
import { compareShapes } from "../../../../shared/fabric/shapes/subset.ts";

const read = shapeReader();
const row = z.object({ id: z.string(), n: z.number() });
const wanted = (schema: z.ZodType) => read(schema, "input");
const given = read(row, "output");

describe("the shape of a joined body", () => {
  it("is a list of what its parts are", () => {
    const list = joinedShape(given, {});
    expect(compareShapes(list, wanted(z.array(row)))).toMatchObject({ kind: "fits" });
    expect(compareShapes(list, wanted(row))).toMatchObject({ kind: "misfit" });
    expect(compareShapes(list, wanted(z.array(row.extend({ more: z.string() }))))).toMatchObject({ kind: "misfit" });
  });

  it("has each part as a member, where it has more of it", () => {
    const list = joinedShape(given, { attributes: "inside" });
    const item = {
      id: z.string(),
      time: z.string(),
      attributes: z.record(z.string(), z.unknown()).optional(),
      body: row,
    };
    expect(compareShapes(list, wanted(z.array(z.object(item))))).toMatchObject({ kind: "fits" });
    expect(compareShapes(list, wanted(z.array(row)))).toMatchObject({ kind: "misfit" });
  });

  it("keeps what its parts refer to", () => {
    const tree = z.object({
      name: z.string(),
      get under(): z.ZodOptional<z.ZodArray<typeof leaf>> {
        return z.array(leaf).optional();
      },
    });
    const leaf: z.ZodObject<{ leaf: z.ZodString }> = z.object({ leaf: z.string() }).meta({ id: "leaf" });
    expect(compareShapes(joinedShape(read(tree, "output"), {}), wanted(z.array(tree)))).toMatchObject({ kind: "fits" });
  });

  it("says nothing of parts that hold themselves, rather than something wrong", () => {
    const tree: z.ZodType = z.object({ name: z.string(), under: z.array(z.lazy(() => tree)) });
    const list = joinedShape(read(tree, "output"), {});
    expect(compareShapes(list, wanted(z.array(tree)))).toMatchObject({ kind: "undecided", at: "[*]" });
  });
});

import type { z } from "zod";
import { doubt, doubting } from "./doubts";

/*
 * Addresses that every vendor takes: of images, and of places in a container. An empty text is left to the member's own rule.
 */

/** A path of a machine that runs Windows: `C:\data`, `\\server\share`. */
const WINDOWS = /^([A-Za-z]:[\\/]|\\)/;

export function isWindowsPath(path: string): boolean {
  return WINDOWS.test(path);
}

/** A path of Linux. */
export function linuxPath(schema: z.ZodString): z.ZodString {
  return schema.refine((path) => !isWindowsPath(path), {
    error: ({ input }) =>
      `is ${JSON.stringify(input)}, a path of Windows; the containers run Linux: write one such as /data`,
  });
}

/** A path in the container, from its root on; a shell may find it in a variable. */
export function containerPath(schema: z.ZodString): z.ZodString {
  return doubting(linuxPath(schema), (path: string) =>
    doubt(
      !/^($|[/$])/.test(path) &&
        `is ${JSON.stringify(path)}, which does not begin with "/": where it leads is left to the platform`,
    ),
  );
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const TAG_OR_DIGEST = /[:@][^/]+$/;

/** The address of an image, as registries write it. @param example of one, for sentences */
export function imageAddress(schema: z.ZodString, example: string): z.ZodString {
  const checked = schema.refine((address) => !SCHEME.test(address) && !/\s/.test(address.trim()), {
    error: ({ input }) => {
      const what = SCHEME.test(String(input))
        ? "begins with a scheme, which the address of an image has not"
        : "holds a space";
      return `is ${JSON.stringify(input)}, which ${what}; write it as ${example}`;
    },
  });
  return doubting(checked, (address: string) => {
    const given = `is ${JSON.stringify(address)}`;
    // As a command's output has it. Whether a platform takes it off is not known.
    if (address !== address.trim()) return doubt(`${given}, with a space or the end of a line around it; take it off`);
    return doubt(
      address !== "" &&
        !TAG_OR_DIGEST.test(address) &&
        `${given}, without a tag: which image runs is left to the registry; write it as ${example}`,
    );
  });
}

/** A command that holds nothing but spaces runs nothing, and its machines are paid for. */
export function command(schema: z.ZodString): z.ZodString {
  return schema.refine((text) => text === "" || text.trim() !== "", {
    error: "holds nothing but spaces; write the command that the job runs",
  });
}

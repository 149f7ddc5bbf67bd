import type { z } from "zod";
import { doubt, doubting } from "./doubts";

/*
 * Addresses common to all vendors: of images, and of paths in a container. An empty text is left to the member's own rule.
 */

/** A Windows path: `C:\data`, `\\server\share`. */
const WINDOWS = /^([A-Za-z]:[\\/]|\\)/;

export function isWindowsPath(path: string): boolean {
  return WINDOWS.test(path);
}

/** A Linux path. */
export function linuxPath(schema: z.ZodString): z.ZodString {
  return schema.refine((path) => !isWindowsPath(path), {
    error: ({ input }) =>
      `is ${JSON.stringify(input)}, a Windows path; the containers run Linux: write one such as /data`,
  });
}

/** An absolute path in the container; it may begin with a shell variable. */
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

/** The address of an image, as registries write it. @param example one to show in messages */
export function imageAddress(schema: z.ZodString, example: string): z.ZodString {
  const checked = schema.refine((address) => !SCHEME.test(address) && !/\s/.test(address.trim()), {
    error: ({ input }) => {
      const what = SCHEME.test(String(input))
        ? "begins with a scheme, which image addresses do not have"
        : "holds a space";
      return `is ${JSON.stringify(input)}, which ${what}; write it as ${example}`;
    },
  });
  return doubting(checked, (address: string) => {
    const given = `is ${JSON.stringify(address)}`;
    // As copied from a command's output. Whether a platform trims it is not known.
    if (address !== address.trim()) return doubt(`${given}, with a space or a line break around it; remove it`);
    return doubt(
      address !== "" &&
        !TAG_OR_DIGEST.test(address) &&
        `${given}, without a tag: which image runs is left to the registry; write it as ${example}`,
    );
  });
}

/** A command that holds nothing but spaces runs nothing, while its machines are paid for. */
export function command(schema: z.ZodString): z.ZodString {
  return schema.refine((text) => text === "" || text.trim() !== "", {
    error: "holds nothing but spaces; write the command that the job runs",
  });
}

import { z } from "zod";
import { atMost, filled, hint, word } from "../words";

/** One parameter of a service. Source: members `input_params`, `output_params`. */
export const modelParameter = z.strictObject({
  /** Path of the request. */
  url: filled(),
  /** Its method. */
  method: hint("post", "get"),
  /** Its protocol: `http`, `https`. */
  protocol: filled(),
  /** Name of the parameter, at most 64 characters. */
  paramName: atMost(64),
  /** Its type. */
  paramType: word("int", "string", "float", "timestamp", "date", "file"),
  /** Lowest value, for numbers. */
  min: z.number().optional(),
  /** Highest value, for numbers. */
  max: z.number().optional(),
  /** What it means. */
  paramDesc: z.string().optional(),
});

/** Packages of one installer. */
export const modelDependency = z.strictObject({
  /** What installs them. */
  installer: word("pip"),
  /** The packages. */
  packages: z.array(
    z
      .strictObject({
        /** Name. */
        packageName: filled(),
        /** Version; goes with `restraint`. */
        packageVersion: filled().optional(),
        /** How the version is compared; goes with `packageVersion`. */
        restraint: word("EXACT", "ATLEAST", "ATMOST").optional(),
      })
      .superRefine(({ packageVersion, restraint }, context) => {
        const report = (member: string, message: string) =>
          context.addIssue({ code: "custom", path: [member], message });
        if (packageVersion && !restraint)
          report("restraint", "is needed with packageVersion: EXACT, ATLEAST or ATMOST");
        if (restraint && !packageVersion) report("packageVersion", "is needed with restraint");
      }),
  ),
});

const interfaceParams = z.strictObject({
  /** Type of the whole, in JSON Schema: `object`. */
  type: z.string().optional(),
  /** Its members by name, in JSON Schema. */
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** One interface of a service. */
export const modelApi = z.strictObject({
  /** Path. */
  url: z.string().optional(),
  /** Method. */
  method: hint("post", "get").optional(),
  /** Protocol: `http`, `https`. */
  protocol: z.string().optional(),
  /** What it takes. */
  inputParams: interfaceParams.optional(),
  /** What it returns. */
  outputParams: interfaceParams.optional(),
});

/** A document about a model. */
export const modelDoc = z.strictObject({
  /** Its name, 1 to 48 characters. */
  docName: filled().max(48, { error: "has more than 48 characters, which ModelArts does not take" }),
  /** Its address. */
  docUrl: filled(),
});

/** What a model of type `Template` is made from. */
export const modelTemplate = z.strictObject({
  /** Id of the template. */
  templateId: filled(),
  /** Its inputs. */
  templateInputs: z.array(
    z.strictObject({
      /** File or directory in object storage. */
      input: filled(),
      /** Which input of the template it is. */
      inputId: filled(),
    }),
  ),
  /** Format of what a service takes and returns. */
  inferFormat: z.string().optional(),
});

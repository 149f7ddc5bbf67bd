import { z } from "zod";
import { machineCount } from "../../kit/doubts";
import { command, containerPath, filled, hint, imageAddress, obsPath, word } from "../words";

/*
 * The member `algorithm` of the v2 create request (POST /v2/{project_id}/training-jobs), in camelCase and the vendor's units.
 * What only answers carry is not an input and therefore not here.
 */

/** What the job's containers are made of. */
const engine = z.strictObject({
  /** Preset engine: `pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64`. */
  engineId: z.string().optional(),
  /** Preset framework, with `engineVersion`: instead of `engineId`, or beside it. With `imageUrl`, the boot file is used. */
  engineName: z.string().optional(),
  /** Version of the framework. */
  engineVersion: z.string().optional(),
  /** Custom image in SWR: `org/image:tag`. */
  imageUrl: imageAddress.optional(),
  /** Whether to install what the platform's framework needs; only with name, version and image. */
  installSysPackages: z.boolean().optional(),
  /** SWR enterprise instance of the image. */
  imageRepoId: z.string().optional(),
  /** User id that the container runs as; in `tasks` only. Default 1000. */
  runUser: z.string().optional(),
});

const parameter = z.strictObject({
  /** Name, as the code reads it. */
  name: z.string().optional(),
  /** Value. */
  value: z.string().optional(),
  /** What it is for. */
  description: z.string().optional(),
  /** Which values it may have. */
  constraint: z
    .strictObject({
      /** `Integer`, `Float`, `String`, `Boolean`. */
      type: z.string().optional(),
      /** Whether it may be changed. */
      editable: z.boolean().optional(),
      /** Whether it is required. */
      required: z.boolean().optional(),
      /** Whether it is sensitive; not implemented by the platform. */
      sensitive: z.boolean().optional(),
      /** How `validRange` is to be read. */
      validType: hint("Choice", "Range", "None").optional(),
      /** The values, or their range. */
      validRange: z.array(z.string()).optional(),
    })
    .optional(),
  /** The description in another language. */
  i18nDescription: z
    .strictObject({
      /** Language: `zh-cn`. */
      language: z.string().optional(),
      /** Text. */
      description: z.string().optional(),
    })
    .optional(),
});

/** A directory in object storage, `/bucket/dir/` or `obs://bucket/dir/`, unencrypted and in the job's region. */
const obs = z.strictObject({
  /** The directory. */
  obsUrl: obsPath(filled()),
});

const input = z.strictObject({
  /** Name of the parameter or variable that tells the code where the data is. */
  name: filled(),
  /** What it is for. */
  description: z.string().optional(),
  /** Directory in the container. Default: one below `/home/ma-user/modelarts/inputs/`. */
  localDir: containerPath.optional(),
  /** How the path is passed to the code: as a `parameter` or an environment variable (`env`). Default `parameter`. */
  accessMethod: hint("parameter", "env").optional(),
  /** Where the data is: `obs` or `dataset`. */
  remote: z.strictObject({
    /** Object storage. */
    obs: obs.optional(),
    /** A data set of the platform. */
    dataset: z
      .strictObject({
        /** Id of the data set. */
        id: filled(),
        /** Version; needed unless `serviceType` is `V3`. */
        versionId: z.string().optional(),
        /** Service that the data set belongs to; left out for the old one. */
        serviceType: hint("V3").optional(),
        /** Name of the data set. */
        name: z.string().optional(),
        /** Share of the data that is used. */
        datasetProportion: z.number().optional(),
      })
      .optional(),
  }),
  /** Which data is accepted. */
  remoteConstraint: z
    .array(
      z.strictObject({
        /** `obs` or `dataset`. */
        dataType: z.string().optional(),
        /** JSON text. */
        attributes: z.string().optional(),
      }),
    )
    .optional(),
});

const output = z.strictObject({
  /** Name of the parameter or variable that tells the code where to write. */
  name: filled(),
  /** What it is for. */
  description: z.string().optional(),
  /** Directory in the container. Default: one below `/home/ma-user/modelarts/outputs/`. */
  localDir: containerPath.optional(),
  /** How the path is passed to the code. Default `parameter`. */
  accessMethod: hint("parameter", "env").optional(),
  /** Where the files go. */
  remote: z.strictObject({
    /** Object storage; should be empty before the run. */
    obs,
  }),
});

const MOST_VARIABLES = 100;
const LONGEST_KEY = 8_192;
const LONGEST_VALUE = 4_096;

/** Environment variables of the containers. */
const environments = z.record(z.string(), z.string()).superRefine((variables, context) => {
  const entries = Object.entries(variables);
  const report = (message: string, path: string[] = []) => context.addIssue({ code: "custom", path, message });
  if (entries.length > MOST_VARIABLES) report(`has ${entries.length} variables; ModelArts allows ${MOST_VARIABLES}`);
  for (const [name, value] of entries) {
    if (!/^[A-Za-z_]\w*$/.test(name) || name.length > LONGEST_KEY)
      report("is not a variable name: letters, digits and _, not beginning with a digit", [name]);
    if (value.length > LONGEST_VALUE)
      report(`has ${value.length} characters; ModelArts allows ${LONGEST_VALUE}`, [name]);
    if (/\$[({]/.test(value)) report("refers to another variable, which ModelArts does not allow", [name]);
  }
});

/** Search for hyper-parameters. */
const autoSearch = z.strictObject({
  /** Parameters that are left out of the search. */
  skipSearchParams: z.string().optional(),
  /** What is maximised or minimised. */
  rewardAttrs: z
    .array(
      z.strictObject({
        /** Name of the metric. */
        name: z.string().optional(),
        /** Direction. */
        mode: word("max", "min").optional(),
        /** Regular expression that reads it from the log. */
        regex: z.string().optional(),
      }),
    )
    .optional(),
  /** Parameters that are varied. */
  searchParams: z
    .array(
      z.strictObject({
        /** Name of the parameter. */
        name: z.string().optional(),
        /** Kind of its values. */
        paramType: word("continuous", "discrete").optional(),
        /** Lowest value. */
        lowerBound: z.string().optional(),
        /** Highest value. */
        upperBound: z.string().optional(),
        /** How many values of a continuous parameter are tried. */
        discretePointsNum: z.string().optional(),
        /** The values of a discrete parameter. */
        discreteValues: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  /** The search algorithm. */
  algoConfigs: z
    .array(
      z.strictObject({
        /** Name. */
        name: z.string().optional(),
        /** Its own parameters. */
        params: z
          .array(
            z.strictObject({
              /** Name. */
              key: z.string().optional(),
              /** Value. */
              value: z.string().optional(),
              /** Type of the value. */
              type: z.string().optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

/** Directories that the platform uses itself; directories below them may be used. */
const ITS_OWN = /^\/home\/ma-user(\/(modelarts|modelarts-dev|infer))?\/?$/;

/** A directory below `/home` that the platform does not use itself. Source: `algorithm.local_code_dir`. */
const localCodeDir = z.string().refine((path) => path.startsWith("/home/") && !ITS_OWN.test(path), {
  error: ({ input }) =>
    `is ${JSON.stringify(input)}; ModelArts takes a directory below /home other than /home/ma-user itself and its modelarts, ` +
    "modelarts-dev and infer themselves",
});

const IN_IMAGE = /^file:\/\//;
/** A boot file is written in full, or relative to the code directory. */
const FROM_CODE_ON = /^[^:]+$|^file:\/\//;

/** What is run. */
export const algorithm = z.strictObject({
  /** Id of your own algorithm. */
  id: z.string().optional(),
  /** A subscribed algorithm, with `itemVersionId`. */
  subscriptionId: z.string().optional(),
  /** Version of the subscribed algorithm. */
  itemVersionId: z.string().optional(),
  /** Directory of the code, `/bucket/dir/`; at most 5 GB, 1,000 files, 32 levels. `file://…` is inside the image. */
  codeDir: obsPath(z.string(), IN_IMAGE).optional(),
  /** File that is run; inside `codeDir`. */
  bootFile: obsPath(z.string(), FROM_CODE_ON).optional(),
  /** Command of a custom image. */
  command: command.optional(),
  /** What the containers are made of; left out with `id` or `subscriptionId`. */
  engine: engine.optional(),
  /** Where the code is put in the container. Default `/home/ma-user/modelarts/user-job-dir`. */
  localCodeDir: localCodeDir.optional(),
  /** Directory that the command is run in. */
  workingDir: containerPath.optional(),
  /** Configuration of a search, in object storage. */
  autosearchConfigPath: z.string().optional(),
  /** Framework of a search, in object storage. */
  autosearchFrameworkPath: z.string().optional(),
  /** Hyper-parameters. */
  parameters: z.array(parameter).optional(),
  /** How the platform searches for hyper-parameters. */
  policies: z
    .strictObject({
      /** The search. */
      autoSearch: autoSearch.optional(),
    })
    .optional(),
  /** Where data comes from. */
  inputs: z.array(input).optional(),
  /** Where results go. */
  outputs: z.array(output).optional(),
  /** Environment variables of the containers by name; at most 100, values of at most 4,096 characters. The platform shows them. */
  environments: environments.optional(),
  /** What is shown while the job runs. */
  summary: z
    .strictObject({
      /** Which tool. */
      logType: hint("tensorboard", "mindstudio-insight").optional(),
      /** Where the job writes what the tool shows; needed with `logType`. */
      logDir: z
        .strictObject({
          /** A parallel file system. */
          pfs: z.strictObject({
            /** `/bucket/dir/`. */
            pfsPath: obsPath(filled()),
          }),
        })
        .optional(),
      /** Whose data it shows. */
      dataSources: z
        .array(
          z.strictObject({
            /** A job. */
            job: z.strictObject({
              /** Its id. */
              jobId: filled(),
            }),
            /** A file system. */
            nfs: z
              .strictObject({
                /** `<id>.sfsturbo.internal:/`. */
                nfsPath: z.string().optional(),
              })
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/** One role of a heterogeneous job; the vendor documents it as "not implemented". */
export const task = z.strictObject({
  /** Name of the role. */
  role: z.string().optional(),
  /** What it runs. */
  algorithm: z
    .strictObject({
      /** Directory of the code. */
      codeDir: obsPath(z.string(), IN_IMAGE).optional(),
      /** File that is run. */
      bootFile: obsPath(z.string(), FROM_CODE_ON).optional(),
      /** What the containers are made of. */
      engine: engine.optional(),
      /** Where data comes from. */
      inputs: z.array(input).optional(),
      /** Where results go. */
      outputs: z.array(output).optional(),
      /** Environment variables of the containers. */
      environments: environments.optional(),
      /** Where the code is put in the container. */
      localCodeDir: localCodeDir.optional(),
      /** Directory that the command is run in. */
      workingDir: containerPath.optional(),
      /** What the role changes in the above. */
      jobConfig: z
        .strictObject({
          /** Hyper-parameters. */
          parameters: z.array(parameter).optional(),
          /** Inputs. */
          inputs: z.array(input).optional(),
          /** Outputs. */
          outputs: z.array(output).optional(),
          /** Engine. */
          engine: engine.optional(),
        })
        .optional(),
    })
    .optional(),
  /** Its machines. */
  taskResource: z
    .strictObject({
      /** Flavor. */
      flavorId: z.string().optional(),
      /** How many. */
      nodeCount: machineCount(z.int().min(1)),
      /** Dedicated pool. */
      poolId: z.string().optional(),
    })
    .optional(),
  /** Where its logs go. */
  logExportPath: z
    .strictObject({
      /** `/bucket/dir/`. */
      obsUrl: obsPath(z.string()).optional(),
    })
    .optional(),
});

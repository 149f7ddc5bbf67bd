import { frameworks, platformImageUrl } from "./frameworks";
import { inferImages } from "./infer-templates";

/** One of the platform's own images. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly range: "Train" | "Inference" | "Notebook";
  readonly framework: string;
  readonly version: string;
  /** Empty for an image that does not train. */
  readonly trainingModes: readonly string[];
}

/** Training images, serving images, and two made-up ones for notebooks. */
export const IMAGES: readonly Image[] = [
  ...frameworks.map(({ name, version, environment, trainingModes }, i) => ({
    id: `img-train-${i + 1}`,
    name: environment,
    url: platformImageUrl(environment),
    range: "Train" as const,
    framework: name,
    version,
    trainingModes,
  })),
  ...inferImages.map(({ id, url, framework, version }) => ({
    id,
    name: id,
    url,
    range: "Inference" as const,
    framework,
    version,
    trainingModes: [],
  })),
  ...["notebook-torch1.9-py3.8-cuda11.1-gpu", "notebook-tf2.4-py3.8-cpu"].map((name, i) => ({
    id: `img-notebook-${i + 1}`,
    name,
    url: platformImageUrl(name),
    range: "Notebook" as const,
    framework: name.includes("torch") ? "PYTORCH" : "TENSORFLOW",
    version: name.includes("torch") ? "1.9" : "2.4",
    trainingModes: [],
  })),
];

// The vendor's images for serving models. Source: DescribeInferTemplates in the reference of the vendor's Python helper.

export interface InferImage {
  readonly framework: string;
  readonly version: string;
  /** Training frameworks whose models it serves. */
  readonly groups: readonly string[];
  readonly id: string;
  readonly url: string;
}

type Row = readonly [framework: string, version: string, groups: string, id: string, repositoryAndTag: string];

const ROWS = [
  ["TENSORFLOW", "2.4", "TENSORFLOW LIGHT", "tf2.4-py38-cpu", "ti-cloud-infer-tensorflow-cpu:py38-tf2.4-cpu-1.0.0"],
  ["TENSORFLOW", "2.4", "TENSORFLOW LIGHT", "tf2.4-py38-gpu", "ti-cloud-infer-tensorflow-cpu:py38-tf2.4-cu11.0-1.0.0"],
  ["TENSORFLOW", "1.15", "TENSORFLOW LIGHT TI_ACC", "tf1.15-py37-cpu", "ti-cloud-infer-tensorflow-cpu:py37-tf1.15-cpu-1.0.0"], // prettier-ignore
  ["TENSORFLOW", "1.15", "TENSORFLOW LIGHT TI_ACC", "tf1.15-py37-gpu", "ti-cloud-infer-tensorflow-cpu:py37-tf1.15-cu10.0-1.0.0"], // prettier-ignore
  ["PYTORCH", "1.9", "PYTORCH LIGHT TI_ACC AUTOML_CV", "torch1.9.0-py38-cpu", "ti-cloud-infer-pytorch-cpu:py38-torch1.9.0-cpu-1.0.0"], // prettier-ignore
  ["PYTORCH", "1.9", "PYTORCH LIGHT TI_ACC AUTOML_CV", "torch1.9.0-py38-cu111", "ti-cloud-infer-pytorch-gpu:py38-torch1.9.0-cu111-1.0.0"], // prettier-ignore
  ["PMML", "0.9.12", "SPARK PYSPARK", "pypmml-py38", "ti-cloud-infer-pmml:py38-pmml0.9.16-1.0.0"],
  ["OCR", "112", "AUTOML_OCR", "ocr-serving", "ocr_serving_gpu:serving-v121-335584d"],
  ["DETECTRON2", "112", "DETECTRON2", "detectron2-torch1.9.0-py38-cu111", "ti-cloud-infer-pytorch-gpu:py38-torch1.9.0-detectron2-cu111-1.0.0"], // prettier-ignore
] as const satisfies readonly Row[];

export const inferImages: readonly InferImage[] = ROWS.map(([framework, version, groups, id, repositoryAndTag]) => ({
  framework,
  version,
  groups: groups.split(" "),
  id,
  url: `ccr.ccs.tencentyun.com/qcloud-ti-platform/${repositoryAndTag}`,
}));

/** Answer of DescribeInferTemplates: the images by framework and version. */
export function inferTemplates(): object {
  const keyOf = ({ framework, version }: InferImage) => `${framework} ${version}`;
  const keys = [...new Set(inferImages.map(keyOf))];
  return {
    FrameworkTemplates: keys.flatMap((key) => {
      const images = inferImages.filter((image) => keyOf(image) === key);
      return images.slice(0, 1).map(({ framework, version, groups }) => ({
        Framework: framework,
        FrameworkVersion: version,
        Groups: groups,
        InferTemplates: images.map(({ id, url }) => ({ InferTemplateId: id, InferTemplateImage: url })),
      }));
    }),
  };
}

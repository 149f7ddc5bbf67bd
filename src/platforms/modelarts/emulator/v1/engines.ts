/** Engines of v1, made up except for the spelling. */
export const ENGINES = [
  { engine_type: 1, engine_id: 4, engine_name: "TensorFlow", engine_version: "TF-1.13.1-python3.6" },
  { engine_type: 10, engine_id: 501, engine_name: "PyTorch", engine_version: "PyTorch-1.4.0-python3.6" },
  {
    engine_type: 13,
    engine_id: 130,
    engine_name: "Ascend-Powered-Engine",
    engine_version: "Mindspore-1.1.1-python3.7-aarch64",
  },
];

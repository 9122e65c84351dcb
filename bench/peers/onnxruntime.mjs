import { readOnnx } from "./data.mjs";

/** Prediction only, from the ONNX file that onnx-model.mjs makes of the task's network and starting weights. */
export async function open(task, _parameters, packageName) {
  const { env, InferenceSession, Tensor } = await import(packageName);
  const web = packageName === "onnxruntime-web";
  env.logLevel = "error";
  if (web) env.wasm.numThreads = 1;
  const session = await InferenceSession.create(readOnnx(task.name), {
    executionProviders: [web ? "wasm" : "cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const predict = async (inputs, rows) => {
    const { y } = await session.run({ x: new Tensor("float32", inputs, [rows, task.inputs]) });
    return y.data;
  };
  return { predict };
}

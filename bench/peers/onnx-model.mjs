import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { layersOf } from "./data.mjs";

const { FLOAT } = TensorProto_DataType;
const OPERATORS = { relu: "Relu", sigmoid: "Sigmoid" };

/** A task's network as an ONNX file: x [rows, inputs] to the linked y [rows, outputs]. */
export function onnxModel(task, parameters) {
  const nodes = [];
  const weights = [];
  const apply = (opType, inputs, attribute = []) => {
    const output = `t${nodes.length}`;
    nodes.push(create(NodeProtoSchema, { opType, input: inputs, output: [output], attribute }));
    return output;
  };
  const keep = (name, dims, values) => {
    const tensor = { name, dims: dims.map(BigInt), dataType: FLOAT, floatData: Array.from(values) };
    weights.push(create(TensorProtoSchema, tensor));
    return name;
  };
  const transposed = create(AttributeProtoSchema, {
    name: "transB",
    type: AttributeProto_AttributeType.INT,
    i: 1n,
  });
  let last = "x";
  layersOf(task, parameters).forEach((layer, i) => {
    const w = keep(`w${i}`, [layer.units, layer.inputs], layer.weights);
    const b = keep(`b${i}`, [layer.units], layer.biases);
    last = apply("Gemm", [last, w, b], [transposed]);
    if (layer.activation !== "linear") last = apply(OPERATORS[layer.activation], [last]);
  });
  if (task.loss === "crossEntropy") apply("Softmax", [last]);
  nodes.at(-1).output[0] = "y";

  const graph = create(GraphProtoSchema, {
    name: task.name,
    node: nodes,
    initializer: weights,
    input: [tableOf("x", task.inputs)],
    output: [tableOf("y", task.layers.at(-1).units)],
  });
  const opsetImport = [create(OperatorSetIdProtoSchema, { domain: "", version: 13n })];
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph }));
}

/** A float32 table of any number of rows. */
function tableOf(name, width) {
  const dim = [
    { value: { case: "dimParam", value: "rows" } },
    { value: { case: "dimValue", value: BigInt(width) } },
  ];
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: "tensorType", value: { elemType: FLOAT, shape: { dim } } } },
  });
}

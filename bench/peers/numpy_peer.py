"""A dense network in NumPy, float32, written out by hand; every batch is one matrix product a layer and direction."""

import numpy as np

from measure import main


class Session:
    def __init__(self, task, layers):
        self.task = task
        # [inputs, units]: forward and weight gradient are then plain products.
        self.weights = [np.ascontiguousarray(w.T) for w, _ in layers]
        self.biases = [b for _, b in layers]
        self.parameters = self.weights + self.biases
        self.slots = [[np.zeros_like(p) for p in self.parameters] for _ in range(2)]
        self.steps = 0

    def forward(self, x):
        activations = [x]
        for layer, w, b in zip(self.task["layers"], self.weights, self.biases):
            z = activations[-1] @ w
            z += b
            if layer["activation"] == "relu":
                np.maximum(z, 0, out=z)
            elif layer["activation"] == "sigmoid":
                np.negative(z, out=z)
                np.exp(z, out=z)
                z += 1
                np.reciprocal(z, out=z)
            activations.append(z)
        return activations

    def predict(self, inputs):
        z = self.forward(inputs)[-1]
        return z if self.task["loss"] == "mse" else softmax(z)

    def epochs(self, inputs, answers, shuffles):
        random = np.random.default_rng(1)
        rows, batch = len(inputs), self.task["batchSize"]
        while True:
            order = random.permutation(rows) if shuffles else np.arange(rows)
            for start in range(0, rows, batch):
                at = order[start : start + batch]
                self.update(inputs[at], answers[at])
            yield

    def update(self, x, y):
        activations = self.forward(x)
        delta = self.output_delta(activations[-1], y)
        last = len(self.weights) - 1
        d_weights, d_biases = [None] * (last + 1), [None] * (last + 1)
        for i in range(last, -1, -1):
            d_weights[i] = activations[i].T @ delta
            d_biases[i] = delta.sum(axis=0)
            if i > 0:
                delta = delta @ self.weights[i].T
                a = activations[i]
                delta *= a > 0 if self.task["layers"][i - 1]["activation"] == "relu" else a * (1 - a)
        self.step(d_weights + d_biases)

    def output_delta(self, z, y):
        rows = len(z)
        if self.task["loss"] == "mse":
            return (z - y) * np.float32(2 / rows)
        delta = softmax(z)
        delta[np.arange(rows), y] -= 1
        delta *= np.float32(1 / rows)
        return delta

    def step(self, gradients):
        options = self.task["optimizer"]
        rate = np.float32(options["learningRate"])
        self.steps += 1
        if options["type"] == "sgd":
            for p, v, g in zip(self.parameters, self.slots[0], gradients):
                if options["momentum"] > 0:
                    v *= np.float32(options["momentum"])
                    v += g
                    g = v
                p -= rate * g
            return
        beta1, beta2, epsilon = options["beta1"], options["beta2"], options["epsilon"]
        rate = np.float32(options["learningRate"] / (1 - beta1**self.steps))
        correction = np.float32(1 / (1 - beta2**self.steps))
        for p, m, v, g in zip(self.parameters, *self.slots, gradients):
            m *= np.float32(beta1)
            m += np.float32(1 - beta1) * g
            v *= np.float32(beta2)
            g *= g
            g *= np.float32(1 - beta2)
            v += g
            root = np.sqrt(v * correction)
            root += np.float32(epsilon)
            np.divide(m, root, out=root)
            root *= rate
            p -= root


def softmax(z):
    z = np.exp(z - z.max(axis=1, keepdims=True))
    z /= z.sum(axis=1, keepdims=True)
    return z


def blas():
    """The BLAS that is loaded, where the system can say."""
    try:
        with open("/proc/self/maps") as maps:
            loaded = maps.read()
    except OSError:
        return ""
    return " (OpenBLAS)" if "openblas" in loaded else " (reference BLAS)" if "libblas" in loaded else ""


main(Session, f"NumPy {np.__version__}{blas()}")

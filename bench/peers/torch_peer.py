"""A dense network in PyTorch: nn.Sequential, a loss of torch.nn, an optimizer of torch.optim."""

import torch
from torch import nn

from measure import main

torch.set_num_threads(1)
ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}


class Session:
    def __init__(self, task, layers):
        self.task = task
        modules = []
        for layer, (weights, biases) in zip(task["layers"], layers):
            dense = nn.Linear(weights.shape[1], weights.shape[0])
            with torch.no_grad():
                dense.weight.copy_(torch.from_numpy(weights))
                dense.bias.copy_(torch.from_numpy(biases))
            modules.append(dense)
            if layer["activation"] != "linear":
                modules.append(ACTIVATIONS[layer["activation"]]())
        self.model = nn.Sequential(*modules)
        self.loss = nn.MSELoss() if task["loss"] == "mse" else nn.CrossEntropyLoss()
        self.optimizer = optimizer_for(task["optimizer"], self.model.parameters())

    def predict(self, inputs):
        with torch.inference_mode():
            z = self.model(torch.from_numpy(inputs))
            return (z if self.task["loss"] == "mse" else torch.softmax(z, 1)).numpy()

    def epochs(self, inputs, answers, shuffles):
        torch.manual_seed(1)
        inputs, answers = torch.from_numpy(inputs), torch.from_numpy(answers)
        rows, batch = len(inputs), self.task["batchSize"]
        while True:
            order = torch.randperm(rows) if shuffles else torch.arange(rows)
            for at in order.split(batch):
                self.optimizer.zero_grad(set_to_none=True)
                self.loss(self.model(inputs[at]), answers[at]).backward()
                self.optimizer.step()
            yield


def optimizer_for(options, parameters):
    if options["type"] == "adam":
        betas = (options["beta1"], options["beta2"])
        return torch.optim.Adam(parameters, options["learningRate"], betas, options["epsilon"])
    return torch.optim.SGD(parameters, options["learningRate"], options["momentum"])


main(Session, f"PyTorch {torch.__version__}")

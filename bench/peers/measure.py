"""One Python peer and one task, in a process of its own: what measure.mjs and clock.mjs are for JavaScript.

    python3 numpy_peer.py T3 measure | cold

The peer's module calls main(Session, version): Session(task, layers) has predict(inputs) and epochs(inputs, answers,
shuffles), a generator that trains one epoch at each next(). The last line printed is "RESULT " and JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent.parent / "build" / "peers"
ROUND = 0.1
WALL_LIMIT = 20.0


def main(session_class, version):
    name, what = sys.argv[1:3]
    task = json.loads((FOLDER / f"{name}.json").read_text())
    layers = read_layers(task)
    limits = json.loads((FOLDER / "limits.json").read_text())
    if what == "cold":
        row = np.full((1, task["inputs"]), 0.5, np.float32)
        output = session_class(task, layers).predict(row)
        result = {"output": float(output[0, 0]), "milliseconds": 1000 * time.process_time()}
    else:
        result = measure_task(session_class, task, layers, limits)
    print("RESULT " + json.dumps({**result, "version": version}), flush=True)
    os._exit(0)


def measure_task(session_class, task, layers, limits):
    name = task["name"]
    inputs = np.fromfile(FOLDER / f"{name}.inputs", np.float32).reshape(task["rows"], task["inputs"])
    if task["loss"] == "mse":
        answers = np.fromfile(FOLDER / f"{name}.answers", np.float32).reshape(-1, 1)
    else:
        answers = np.fromfile(FOLDER / f"{name}.answers", np.int32).astype(np.int64)
    epochs = limits["epochs"][name]
    first = slice(0, limits["lossRows"])
    session = session_class(task, [(w.copy(), b.copy()) for w, b in layers])
    before = mean_loss(task, session.predict(inputs[first]), answers[first])
    training = session.epochs(inputs, answers, False)
    for _ in range(epochs):
        next(training)
    after = mean_loss(task, session.predict(inputs[first]), answers[first])
    rows = task["rows"]
    found = {
        "check": {
            "rows": rows,
            "epochs": epochs,
            "updates": epochs * rows // task["batchSize"],
            "before": before,
            "after": after,
        }
    }
    training = session_class(task, [(w.copy(), b.copy()) for w, b in layers]).epochs(inputs, answers, True)
    found["training"] = {**rate(timed(lambda: next(training)), rows), "rows": rows}
    if name in limits["predictions"]:
        count = limits["predictions"][name]
        found["prediction"] = {**rate(timed_prediction(session, inputs, count), count), "rows": count}
    return found


def timed_prediction(session, inputs, count):
    if count > 1:
        return timed(lambda: session.predict(inputs[:count]))
    at = 0

    def one():
        nonlocal at
        at = (at + 1) % 64
        session.predict(inputs[at : at + 1])

    return timed(one)


def rate(time_found, rows):
    return {**time_found, "samplesPerSecond": 1000 * rows / time_found["milliseconds"]}


def timed(work, warm_up=0.7, budget=2.5):
    """Milliseconds of processor time that one call takes: the median of rounds, after a warm-up."""
    wall_start = time.perf_counter()
    begun = time.process_time()
    repeats = 0
    while repeats == 0 or (
        time.process_time() - begun < warm_up and time.perf_counter() - wall_start < WALL_LIMIT / 2
    ):
        work()
        repeats += 1
    calls = max(1, int(np.ceil(ROUND / ((time.process_time() - begun) / repeats))))
    rounds = []
    start, wall = time.process_time(), time.perf_counter()
    while len(rounds) < 3 or (
        time.process_time() - start < budget and time.perf_counter() - wall_start < WALL_LIMIT
    ):
        before = time.process_time()
        for _ in range(calls):
            work()
        rounds.append(1000 * (time.process_time() - before) / calls)
    share = (time.process_time() - start) / (time.perf_counter() - wall)
    low, median, high = np.percentile(rounds, [25, 50, 75])
    return {
        "milliseconds": median,
        "spread": (high - low) / 2 / median,
        "rounds": len(rounds),
        "share": share,
    }


def read_layers(task):
    """Layer by layer: weights [units, inputs] and biases [units]."""
    theta = np.fromfile(FOLDER / f"{task['name']}.parameters", np.float32)
    layers, at, width = [], 0, task["inputs"]
    for layer in task["layers"]:
        units = layer["units"]
        weights = theta[at : at + units * width].reshape(units, width)
        at += units * width
        layers.append((weights.copy(), theta[at : at + units].copy()))
        at += units
        width = units
    return layers


def mean_loss(task, outputs, answers):
    outputs = np.asarray(outputs, np.float64)
    if task["loss"] == "mse":
        return float(np.mean((outputs - answers) ** 2))
    return float(-np.mean(np.log(np.maximum(outputs[np.arange(len(answers)), answers], 1e-38))))

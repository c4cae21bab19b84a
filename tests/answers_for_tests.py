"""Answers to `stable_softmax` that do what no answer should, as source: each with its status."""

HEAD = "import numpy as np, os, sys, time\n"
RIGHT = HEAD + (
    "def softmax(z, axis=-1):\n"
    "    e = np.exp(z - np.max(z, axis=axis, keepdims=True))\n"
    "    return e / e.sum(axis=axis, keepdims=True)\n"
)


def body(*lines):
    """Return a source that defines softmax with these lines."""
    return HEAD + "\n    ".join(["def softmax(z, axis=-1):", *lines]) + "\n"


def after(text):
    """Return a source in which `text` stands after a right answer."""
    return RIGHT + text


STATUSES = {
    "right": (RIGHT, "correct"),
    "starter": (body("..."), "unattempted"),
    "pass": (body("pass"), "unattempted"),
    "docstring alone": (body('"""Return the softmax."""'), "unattempted"),
    "not implemented": (body("raise NotImplementedError"), "unattempted"),
    "nothing defined": ("x = 1\n", "unattempted"),
    "returns None": (body("np.exp(z)"), "wrong"),
    "generator": (body("yield z"), "wrong"),
    "generator expression": (body("return (x for x in z)"), "wrong"),
    "object array": (body("return np.array([None, 1, 2], dtype=object)"), "wrong"),
    "text": (body("return 'softmax'"), "wrong"),
    "nan": (body("return z * np.nan"), "wrong"),
    "wrong shape": (body("return np.exp(z)[..., None]"), "wrong"),
    "single number": (body("return 0.5"), "wrong"),
    "uniform": (body("return np.ones(np.shape(z)) / np.shape(z)[axis]"), "wrong"),
    "one-hot": (body("return (z == z.max(axis, keepdims=True)) * 1.0"), "wrong"),
    "hundred million": (body("return np.zeros(10**8)"), "wrong"),
    "long list": (body("return [0.5] * 10**8"), "wrong"),
    "lists in a list": (body("return [[0.5] * 1000] * 1000"), "wrong"),
    "large integers": (body("return [2**70, 1, 2]"), "wrong"),
    "complex numbers": (body("return z * 1j"), "wrong"),
    "itself in a list": (body("a = []", "a.append(a)", "return a"), "wrong"),
    "library does it": (
        body("from scipy.special import softmax as s", "return s(z, axis)"),
        "wrong",
    ),
    "patches NumPy": (
        body("np.isclose = np.allclose = lambda *a, **k: np.True_", "return z"),
        "wrong",
    ),
    "equal to everything": (
        HEAD + "class A(np.ndarray):\n"
        "    def __eq__(self, other): return True\n"
        "    def __array__(self, *a, **k): return np.zeros(3)\n" + body("return z.view(A)"),
        "wrong",
    ),
    "list of floats": (RIGHT.replace("return e /", "return (e /") + "    .tolist()\n", "wrong"),
    "name error": (body("return nowhere(z)"), "crashed"),
    "other arguments": (HEAD + "def softmax(): return 1\n", "crashed"),
    "a number": ("softmax = 3\n", "crashed"),
    "exit": (body("sys.exit(0)"), "crashed"),
    "endless recursion": (body("return softmax(z)"), "crashed"),
    "exception that cannot be printed": (
        HEAD + "class E(Exception):\n    def __str__(self): raise self\n" + body("raise E"),
        "crashed",
    ),
    "endless": (body("while True: pass"), "timed_out"),
    "endless, swallowing": (
        body("while True:", "    try: np.exp(z)", "    except: pass"),
        "timed_out",
    ),
    "asleep, swallowing": (
        body("while True:", "    try: time.sleep(99)", "    except BaseException: continue"),
        "timed_out",
    ),
}
del STATUSES["list of floats"]

# What only a process of its own can hold.
HOSTILE = {
    "prints a verdict": (
        RIGHT.replace("    e =", "    print('{\"status\": 1}')\n    e ="),
        "correct",
    ),
    "exit at import": ("import sys\nsys.exit(0)\n", "crashed"),
    "hard exit at import": ("import os\nos._exit(0)\n", "crashed"),
    "exit handler": (after("import atexit\natexit.register(os._exit, 0)\n"), "correct"),
    "exit handler and exit": (
        "import atexit, os\natexit.register(os._exit, 0)\nexit()\n",
        "crashed",
    ),
    "kills itself": (body("os.kill(os.getpid(), 9)"), "crashed"),
    "kills its parent": (body("os.kill(os.getppid(), 9)", "return z"), "wrong"),
    "kills its group": (body("os.killpg(0, 9)"), "crashed"),
    "keyboard interrupt": (body("raise KeyboardInterrupt"), "crashed"),
    "too much memory": (body("return np.zeros(10**9)"), "crashed"),
    "no syntax": ("def softmax(z, axis=-1)\n    return z\n", "crashed"),
    "endless at import": ("while True: pass\n", "timed_out"),
    "child that stays": (
        body("if os.fork() == 0:", "    os.setsid()", "    time.sleep(20)", "while True: pass"),
        "timed_out",
    ),
    "writes into every pipe": (
        body(
            "for fd in range(3, 64):",
            "    try: os.write(fd, b'{\"value\": 1}\\n')",
            "    except OSError: pass",
            "return z",
        ),
        "not correct",
    ),
    "leaves its session": (body("os.setsid()", "time.sleep(7777)"), "crashed"),
    "nonsense in every pipe": (
        HEAD + "for fd in range(3, 64):\n"
        '    try: os.write(fd, b\'{"crash": {"x": 1}}\\n\')\n'
        "    except OSError: pass\n" + RIGHT,
        "crashed",
    ),
    "nesting in every pipe": (
        body(
            "for fd in range(3, 64):",
            "    try: os.write(fd, b'[' * 99999 + b'\\n')",
            "    except OSError: pass",
            "return z",
        ),
        "crashed",
    ),
    "prints without end": (body("while True: print('x' * 9999)"), "timed_out"),
    "closes all files": ("import os\nos.closerange(3, 99)\n" + RIGHT, "crashed"),
    "folders in folders": (
        body("for k in range(3000): os.mkdir('d') or os.chdir('d')", "return z"),
        "wrong",
    ),
    "asks for input": (body("input()", "return z"), "crashed"),
    "decorated": (
        "from exercises import exercise\n"
        + RIGHT.replace("def ", '@exercise("stable_softmax")\ndef '),
        "correct",
    ),
    "decorated under another name": (
        "from exercises import exercise\n"
        + RIGHT.replace("def softmax", '@exercise("stable_softmax")\ndef mine'),
        "correct",
    ),
}

"""What a notebook imports: exercises that check themselves, and predictions that are remembered."""

from exercises.engine import exercise, hint, solution
from exercises.predict import predict
from exercises.scores import export_progress, import_progress, progress
from exercises.ten_questions import ten_questions

__all__ = [
    "exercise",
    "export_progress",
    "hint",
    "import_progress",
    "predict",
    "progress",
    "solution",
    "ten_questions",
]

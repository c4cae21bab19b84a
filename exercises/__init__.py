"""What a lesson imports to ask the learner: predictions now, answers remembered."""

from exercises.predict import predict
from exercises.ten_questions import ten_questions

__all__ = ["predict", "ten_questions"]

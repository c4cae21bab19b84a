"""The figures of the course: a module for each lesson, a function for each figure."""

"""The critical path by the rules of Primavera P6."""

from stuurbord.engine.critical_path.primavera.schedule import primavera_schedule

__all__ = ["primavera_schedule"]

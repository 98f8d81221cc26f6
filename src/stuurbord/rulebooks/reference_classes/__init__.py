"""What finished projects made of their plans: reference classes with source, size and caveats."""

from stuurbord.rulebooks.reference_classes.read import ReferenceClass, reference_classes

__all__ = ["ReferenceClass", "reference_classes"]

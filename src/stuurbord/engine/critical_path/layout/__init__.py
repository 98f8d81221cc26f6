"""A plan laid out as the flat columns that the kernels run over."""

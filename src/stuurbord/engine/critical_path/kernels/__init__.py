"""The passes over flat columns, each rule one small function of integers.

Written once, run in two ways (`stuurbord.engine.critical_path.running`): as they are on lists (a plan of some
thousands of tasks), and compiled on arrays. So the code keeps to what both understand: integers, tuples,
columns that are indexed; no objects, no exceptions. What lies outside the compiled days is told through
`ClockColumns.outside`.
"""

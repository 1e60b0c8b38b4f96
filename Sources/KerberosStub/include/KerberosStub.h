// Nothing to declare: the linker finds the names.

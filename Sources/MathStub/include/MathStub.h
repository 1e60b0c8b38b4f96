// Empty: only the linker needs the symbols.

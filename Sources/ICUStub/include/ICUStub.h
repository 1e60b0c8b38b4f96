// Nothing is called from Swift; the linker finds what libxml2 asks for.

/// The arguments that the process was started with, the name of the program first, and NULL after the last.
char *const *program_arguments(void);

// Swift's CommandLine reads the arguments from /proc/self/cmdline, and has none where /proc is not mounted, as in a bare chroot.
// glibc passes them to each constructor, like to `main`, which is Swift's.
#include "CArguments.h"

static char *const *arguments;

__attribute__((constructor)) static void keep_arguments(int count, char **values) { arguments = values; }

char *const *program_arguments(void) { return arguments; }

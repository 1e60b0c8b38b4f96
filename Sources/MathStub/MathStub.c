// A function for a static link. Swift's overlay of the C library asks for hypotf, which glibc gave a new version in 2.35; all
// else in the binary is content with glibc 2.34, which many long-lived distributions have. With a hypotf of its own the
// binary starts there too. A double holds the square of any float, so the root has no more than its own rounding.
#include <math.h>

float hypotf(float x, float y) { return (float)sqrt((double)x * x + (double)y * y); }

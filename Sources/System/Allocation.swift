import Cmalloc

/// Lets the allocator keep memory that was freed, for the next buffers, instead of returning it to the operating system and
/// asking for it again page by page. Call it once, before other threads start.
///
/// A command runs for a moment and reads its reports in windows of a megabyte, for each of which glibc would map memory
/// again (`mallopt(3)`). Trials with glibc's environment variables for similar limits took 6 to 9 % less processor time at 100,000
/// findings.
package func keepFreedMemory() {
  _ = mallopt(M_MMAP_THRESHOLD, 4 << 20)
  _ = mallopt(M_TRIM_THRESHOLD, 64 << 20)
  _ = mallopt(M_TOP_PAD, 4 << 20)
}

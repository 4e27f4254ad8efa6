/**
 * System calls of Linux on ints, longs and direct buffers; the only native code of ifnet lies behind this package.
 *
 * <p>{@link org.ifnet.linux.Linux} has the calls. <b>One convention everywhere:</b> a result of 0 or more is what the
 * call returned, a negative one is the error number of Linux with its sign changed. Nothing here throws or allocates,
 * except where a method says so. {@link org.ifnet.linux.LinuxErrno} names error numbers and turns them into an
 * {@link org.ifnet.IfnetException} for control paths. The other classes describe structures: a drawing, the offsets, and
 * functions from a buffer to its fields, so that nobody else adds numbers.
 *
 * <pre>
 *   int fd = Linux.open("/dev/net/tun", Linux.O_RDWR | Linux.O_NONBLOCK | Linux.O_CLOEXEC);
 *   if (fd &lt; 0) throw LinuxErrno.exception(fd, "cannot open /dev/net/tun");
 *   ByteBuffer frame = Linux.struct(2048);
 *   int n = Linux.read(fd, Linux.address(frame), 2048);
 *   if (n == -LinuxErrno.EAGAIN) ...
 * </pre>
 *
 * <p><b>Memory.</b> Addresses are plain longs. Whoever passes one keeps the buffer reachable during the call, and as long
 * as its address lies in a structure that the kernel still uses. <b>Threads.</b> Every method may be called from any
 * thread; a blocking call blocks only its thread. <b>Cost</b>: about 60 ns and 15 ns an argument above the system call.
 *
 * <p>Only this bundle registers natives, because a registration pins the class loader that made it: other bundles call
 * the kernel through here and never register their own.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.linux;

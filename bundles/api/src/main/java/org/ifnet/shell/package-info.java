/**
 * Commands apart from shells. A {@link org.ifnet.shell.ShellCommand} is a service; Felix's Gogo and Karaf's console each
 * have a bundle that offers all of them with completion, so that a command is written once and says the same everywhere.
 *
 * <pre>
 *   &#64;Component
 *   public final class Hello implements ShellCommand {
 *       public String name() { return "hello"; }
 *       public void run(List&lt;String&gt; args, PrintStream out) { out.println("hello " + args); }
 *       ...
 *   }
 * </pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.ifnet.shell;

package org.ifnet.launcher;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A session of Gogo, seen from outside the framework. By reflection, because Gogo's classes belong to its bundle: the
 * launcher's copy of the same interfaces would be other classes.
 */
final class GogoSession implements AutoCloseable {

    private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";
    private static final String SESSION = "org.apache.felix.service.command.CommandSession";

    private final Class<?> type;
    private final Object session;

    private GogoSession(Class<?> type, Object session) {
        this.type = type;
        this.session = session;
    }

    static GogoSession open(BundleContext context, InputStream in, OutputStream out, OutputStream err)
            throws LaunchException {
        ServiceReference<?> reference = context.getServiceReference(PROCESSOR);
        if (reference == null) {
            throw new LaunchException("the framework came up without Gogo: is its runtime among the bundles?");
        }
        try {
            Method create = reference
                    .getBundle()
                    .loadClass(PROCESSOR)
                    .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class);
            Object session = create.invoke(context.getService(reference), in, out, err);
            GogoSession opened = new GogoSession(reference.getBundle().loadClass(SESSION), session);
            opened.type.getMethod("put", String.class, Object.class).invoke(session, "SCOPE", "ifnet:felix:gogo:*");
            return opened;
        } catch (ReflectiveOperationException e) {
            throw new LaunchException("this version of Gogo is not the one that the launcher knows: " + e);
        }
    }

    /** Executes one program and throws what the command threw, without the wrappings. */
    void execute(String program) throws Throwable {
        try {
            type.getMethod("execute", CharSequence.class).invoke(session, program);
        } catch (InvocationTargetException e) {
            throw unwrap(e);
        }
    }

    /** Whether a command with this full name, scope:function, is there now. */
    boolean knows(String command) throws ReflectiveOperationException {
        Object commands = type.getMethod("get", String.class).invoke(session, ".commands");
        return commands instanceof Set<?> names && names.contains(command);
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable t = thrown;
        while (t.getCause() != null
                && (t instanceof InvocationTargetException
                        || t.getClass() == RuntimeException.class
                        || t.getClass() == Exception.class)) {
            t = t.getCause();
        }
        return t;
    }

    @Override
    public void close() {
        try {
            type.getMethod("close").invoke(session);
        } catch (ReflectiveOperationException e) {
            System.err.println("ifnet: closing the session: " + e);
        }
    }
}

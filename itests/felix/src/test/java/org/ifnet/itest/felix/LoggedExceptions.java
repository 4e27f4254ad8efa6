package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that is logged with an exception while it listens: the whole framework logs into this JVM. */
final class LoggedExceptions extends Handler implements AutoCloseable {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    LoggedExceptions() {
        Logger.getLogger("").addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getThrown() != null) {
            seen.add(record.getLoggerName() + ": " + record.getMessage() + ": " + record.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }

    void assertNone() {
        assertEquals(List.of(), seen);
    }
}

package org.ifnet.itest.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.ifnet.testkit.FaultLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transmit queue on real processors (reference 1.18): nothing forbidden comes out, and would, were a fence left out. */
class QueueStressIT {
    private static final boolean FULL = "full".equals(System.getProperty("ifnet.tier"));
    /** Without it jcstress goes through all compilers. */
    private static final String ONE_COMPILER = "-Xmx1g";
    /** The tests of the quick tier. */
    private static final String CORE = "DispatchAgainstStart|CompletionAgainst|OwnerChange|DetachAgainst";

    private static final int TESTS = FULL ? 10 : 4;

    @TempDir
    Path directory;

    private Stress stress() {
        return new Stress(directory)
                .with("-strideSize", "64", "-strideCount", "16", "-f", "1", "-fsm", "1", "-sc", "false");
    }

    @Test
    void nothingForbiddenComesOut() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two processors are needed to race");
        Stress stress = stress();
        if (FULL) {
            stress.with("-iters", "2", "-time", "500");
        } else {
            stress.with("-iters", "1", "-time", "200", "-af", "NONE", "-jvmArgs", ONE_COMPILER, "-t", CORE);
        }
        Stress.Result result = stress.run();
        assertEquals(0, result.exit(), result.log());
        assertEquals(0, result.failed() + result.errors(), result.log());
        assertTrue(result.passed() >= TESTS, result.log());
    }

    static List<Mutation> mutations() {
        return FULL ? Mutation.all() : Mutation.all().subList(0, 1);
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void whatIsLeftOutIsFound(Mutation mutation) throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two processors are needed to race");
        Path classes = directory.resolve("classes");
        write(mutation, classes);
        String finder = mutation.finder().getSimpleName();
        Stress.Result result = stress().with("-iters", "2", "-time", "500", "-af", "NONE")
                .with("-jvmArgs", ONE_COMPILER, "-t", finder)
                .before(classes)
                .run();
        assertNotEquals(0, result.exit(), () -> finder + " did not find it: " + result.log());
        assertTrue(result.failed() + result.errors() > 0, result.log());
        assertFalse(result.log().contains("LinkageError") || result.log().contains("VerifyError"), result.log());
        System.out.println("found by " + finder + ": " + mutation);
    }

    private static void write(Mutation mutation, Path classes) throws IOException {
        for (String type : mutation.types()) {
            String resource = type.replace('.', '/') + ".class";
            try (InputStream in = QueueStressIT.class.getClassLoader().getResourceAsStream(resource)) {
                byte[] patched = new FaultLoader(mutation.fault()).patched(type, in.readAllBytes());
                Path file = classes.resolve(resource);
                Files.createDirectories(file.getParent());
                Files.write(file, patched);
            }
        }
        mutation.fault().edits().forEach(e -> assertTrue(e.patch().isApplied(), e + " is not there"));
    }
}

package org.ifnet.itest.linux;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.ifnet.linux.Linux;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test class that makes network namespaces and devices. Where that cannot be done it is skipped and says why. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("root")
@ExtendWith(NeedsRoot.Condition.class)
@interface NeedsRoot {
    /** Looks at this machine. */
    final class Condition implements ExecutionCondition {
        private static final String[] TOOLS = {"ip", "ping", "tcpdump"};
        private static final @Nullable String MISSING = missing();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return MISSING == null
                    ? ConditionEvaluationResult.enabled("everything is there")
                    : ConditionEvaluationResult.disabled(MISSING);
        }

        private static @Nullable String missing() {
            if (Linux.problem() != null) {
                return Linux.problem();
            }
            try {
                if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                    return "needs root, to make network namespaces and devices";
                }
            } catch (IOException e) {
                return "/proc is not there: " + e;
            }
            for (String tool : TOOLS) {
                if (!Tool.exists(tool)) {
                    return "needs the program " + tool + " (Debian: iproute2, iputils-ping, tcpdump)";
                }
            }
            if (!Files.exists(Path.of("/dev/net/tun"))) {
                return "needs /dev/net/tun";
            }
            Tool.Result r = Tool.run(Duration.ofSeconds(10), "unshare", "--net", "true");
            return r.status() == 0 ? null : "cannot make a network namespace: " + r.output();
        }
    }
}

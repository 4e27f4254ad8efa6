package org.ifnet.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.ifnet.IfnetException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a configuration of Config Admin give runtime values their values at boot: each attribute of the configuration that
 * has the name of a {@link Sysctl} is set when it is new or has changed. So what somebody sets at run time stays until the
 * attribute is edited, and an attribute that goes brings back what the value was before. Config Admin has no veto: a bad value
 * is reported, and the last good one stays.
 *
 * <pre>{@code
 * @Activate void start(Map<String, Object> configuration) { boot = new BootValues(PID, sysctls, LOG::warn); boot.apply(configuration); }
 * @Modified void modified(Map<String, Object> configuration) { boot.apply(configuration); }
 * }</pre>
 *
 * One thread at a time, as components are modified.
 */
public final class BootValues {
    private final String pid;
    private final List<? extends Sysctl> nodes;
    private final Consumer<String> refused;
    private final Map<String, String> initial = new HashMap<>();
    private final Map<String, String> configured = new HashMap<>();

    /**
     * @param pid the configuration's, for the report
     * @param nodes the values as they are without a configuration
     * @param refused is told of each bad value, in one line that names the PID, the attribute and its range
     */
    public BootValues(String pid, List<? extends Sysctl> nodes, Consumer<String> refused) {
        this.pid = pid;
        this.nodes = List.copyOf(nodes);
        this.refused = refused;
        for (Sysctl node : nodes) {
            initial.put(node.name(), node.get());
        }
    }

    /** Sets what is new or has changed since the last call. Attributes that are no value of ours are left alone. */
    public void apply(Map<String, ?> configuration) {
        for (Sysctl node : nodes) {
            Object attribute = configuration.get(node.name());
            String wanted = attribute == null ? null : String.valueOf(attribute);
            if (!Objects.equals(wanted, configured.get(node.name()))) {
                change(node, wanted);
            }
        }
    }

    private void change(Sysctl node, @Nullable String wanted) {
        if (wanted == null) {
            configured.remove(node.name());
        } else {
            configured.put(node.name(), wanted);
        }
        String value = wanted == null ? initial.get(node.name()) : wanted;
        try {
            node.set(Objects.requireNonNull(value));
        } catch (IfnetException e) {
            refused.accept("configuration " + pid + " not taken: " + e.getMessage() + " (" + node.description() + "); "
                    + node.get() + " stays");
        }
    }
}

package org.ifnet.pseudo.loop.internal;

import java.util.List;

import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Makes {@code lo0}, which always exists, and more of them. */
@Component(service = Cloner.class, property = Cloner.PREFIX + "=lo")
public final class LoopCloner implements Cloner {
    @Override
    public String prefix() {
        return "lo";
    }

    @Override
    public int minUnits() {
        return 1;
    }

    @Override
    public List<Clone> create(int unit, @Nullable String params) {
        return List.of(new Clone(prefix() + unit, new LoopDriver()));
    }
}

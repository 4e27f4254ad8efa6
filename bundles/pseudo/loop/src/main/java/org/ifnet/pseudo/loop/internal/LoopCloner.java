package org.ifnet.pseudo.loop.internal;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
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
    public List<Clone> create(int unit, @Nullable String params) throws IfnetException {
        if (params != null && !params.isBlank()) {
            throw new IfnetException(Errno.EINVAL, "unknown word '" + params + "': lo takes none when it is created");
        }
        return List.of(new Clone(prefix() + unit, new LoopDriver()));
    }
}

package org.ifnet.pseudo.epair.internal;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.ifnet.netisr.Env;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes pairs: {@code epair0a} and {@code epair0b}. */
@Component(service = Cloner.class, property = Cloner.PREFIX + "=epair")
public final class EpairCloner implements Cloner {
    private static final long LOCAL = 0x02L << 40;

    private final Env env;

    @Activate
    public EpairCloner(@Reference Env env) {
        this.env = env;
    }

    @Override
    public String prefix() {
        return "epair";
    }

    /** Addresses are {@code 02:xx:xx:xx:xx:0a} and {@code :0b} with the same four random bytes. */
    @Override
    public List<Clone> create(int unit, @Nullable String params) throws IfnetException {
        if (params != null && !params.isBlank()) {
            throw new IfnetException(
                    Errno.EINVAL, "unknown word '" + params + "': epair takes none when it is created");
        }
        String name = prefix() + unit;
        long base = LOCAL | (env.random() & 0xffff_ffffL) << 8;
        EpairEnd a = new EpairEnd(new MacAddress(base | 0x0a));
        EpairEnd b = new EpairEnd(new MacAddress(base | 0x0b));
        EpairEnd.connect(a, b);
        return List.of(new Clone(name + "a", a), new Clone(name + "b", b));
    }
}

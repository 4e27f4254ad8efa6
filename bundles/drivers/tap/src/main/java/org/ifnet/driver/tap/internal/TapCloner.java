package org.ifnet.driver.tap.internal;

import java.util.List;

import org.ifnet.IfnetException;
import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.ifnet.netisr.Env;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** Makes {@code tap0}, {@code tap1} and so on. */
public final class TapCloner implements Cloner {
    static final String PREFIX_NAME = "tap";

    private final Env env;

    public TapCloner(Env env) {
        this.env = env;
    }

    @Override
    public String prefix() {
        return PREFIX_NAME;
    }

    @Override
    public List<Clone> create(int unit, @Nullable String params) throws IfnetException {
        String name = PREFIX_NAME + unit;
        return List.of(new Clone(name, new TapDriver(name, params, MacAddress.local(env.random()))));
    }
}

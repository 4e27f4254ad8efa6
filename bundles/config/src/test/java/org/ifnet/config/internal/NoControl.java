package org.ifnet.config.internal;

import org.ifnet.Ifnet;
import org.ifnet.IfnetData;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRequest;
import org.ifnet.control.Credential;
import org.ifnet.control.IfnetControl;
import org.ifnet.control.IfqControl;
import org.ifnet.control.Media;
import org.ifnet.control.MediaStatus;
import org.ifnet.control.Tunnel;
import org.jspecify.annotations.Nullable;

/** Refuses what wanted state does not ask for. */
abstract class NoControl implements IfnetControl {
    @Override
    public void setCapabilities(Credential who, Ifnet ifnet, int wanted) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public IfqControl queues() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setTsoLength(Credential who, Ifnet ifnet, int bytes) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setPhysical(Credential who, Ifnet ifnet, int physical) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setMedia(Credential who, Ifnet ifnet, Media media) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public MediaStatus media(Ifnet ifnet) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setTunnel(Credential who, Ifnet ifnet, Tunnel tunnel) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deleteTunnel(Credential who, Ifnet ifnet) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tunnel tunnel(Ifnet ifnet) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setGeneric(Credential who, Ifnet ifnet, String value) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String generic(Ifnet ifnet) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String status(Ifnet ifnet) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public IfnetData data(Ifnet ifnet) {
        throw new UnsupportedOperationException("data");
    }

    @Override
    public void promisc(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void allmulti(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setPolling(Credential who, Ifnet ifnet, boolean on) throws IfnetException {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Object control(Credential who, Ifnet ifnet, int family, ControlRequest request)
            throws IfnetException {
        throw new UnsupportedOperationException();
    }
}

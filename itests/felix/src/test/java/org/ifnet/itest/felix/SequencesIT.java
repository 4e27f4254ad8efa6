package org.ifnet.itest.felix;

import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
import org.ifnet.itest.shared.Sequences;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** {@link Sequences} on Felix. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SequencesIT {
    private static final int SEQUENCES = "full".equals(System.getProperty("ifnet.tier")) ? 50 : 8;

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Test
    public void whatWasConfiguredForwardsAgain() throws Exception {
        IfnetFelix.plugInExampleDriver(context);
        new Sequences(context, new Shell(gogo)::run).run(SEQUENCES);
    }
}

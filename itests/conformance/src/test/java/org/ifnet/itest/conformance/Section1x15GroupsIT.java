package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.GroupListener;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.Ifnets;
import org.ifnet.netisr.EnvThread;
import org.junit.jupiter.api.Test;

/** Reference 1.15: groups. */
class Section1x15GroupsIT {
    private static IfnetGroups groups(Layer layer) {
        return layer.core.groups();
    }

    private static List<String> names(Layer layer, String group) throws IfnetException {
        return groups(layer).members(group).stream().map(Ifnet::name).toList();
    }

    @Test
    void everyInterfaceIsInAllAndACloneInTheGroupOfItsCloner() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            layer.cloners.create(Layer.ROOT, "epair", null);
            assertEquals(List.of("all"), em0.groups());
            assertEquals(List.of("all", "epair"), layer.ifnet("epair0b").groups());
            assertEquals(List.of("lo0", "em0", "epair0a", "epair0b"), names(layer, "all"));
            assertEquals(List.of("epair0a", "epair0b"), names(layer, "epair"));
        });
    }

    @Test
    void joiningAndLeavingByName() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            groups(layer).join(Layer.ROOT, em0, "egress");
            assertEquals(List.of("all", "egress"), em0.groups());
            Layer.fails(Errno.EEXIST, () -> groups(layer).join(Layer.ROOT, em0, "egress"));
            groups(layer).leave(Layer.ROOT, em0, "egress");
            Layer.fails(Errno.ENOENT, () -> groups(layer).leave(Layer.ROOT, em0, "egress"));
            Layer.fails(Errno.ENOENT, () -> groups(layer).members("egress"));
            Layer.fails(Errno.EINVAL, () -> groups(layer).leave(Layer.ROOT, em0, "all"));
        });
    }

    @Test
    void bug_namesThatAreEmptyTooLongOrEndInADigitAreRefused() {
        Both.run(layer -> {
            Ifnet em0 = layer.card("em0");
            Layer.fails(Errno.EINVAL, () -> groups(layer).join(Layer.ROOT, em0, ""));
            Layer.fails(Errno.EINVAL, () -> groups(layer).join(Layer.ROOT, em0, "dmz1"));
            Layer.fails(Errno.EINVAL, () -> groups(layer).join(Layer.ROOT, em0, "a/b"));
            Layer.fails(Errno.ENAMETOOLONG, () -> groups(layer).join(Layer.ROOT, em0, "abcdefghijklmnop"));
            assertEquals(List.of("all"), em0.groups());
        });
    }

    @Test
    void bug_anInterfaceThatGoesLeavesEveryGroup() {
        Both.run(layer -> {
            Ifnets.Attachment attachment = layer.attach("em0", new Card());
            Ifnet em0 = attachment.ifnet();
            groups(layer).join(Layer.ROOT, em0, "egress");
            attachment.detach();
            assertEquals(List.of(), em0.groups());
            assertEquals(List.of("all", "lo"), groups(layer).list());
            List<String> told = layer.events.of("em0");
            assertEquals(List.of("Attached", "GroupJoined", "Detaching", "GroupLeft", "GroupLeft", "Detached"), told);
        });
    }

    /** [HEAD]: the change is told before the end. */
    @Test
    void listenersHearOfAttachChangeAndDetachInOrder() {
        Both.run(layer -> {
            List<String> told = Collections.synchronizedList(new ArrayList<>());
            layer.core.add(new GroupListener() {
                @Override
                public void groupAttached(String group) {
                    told.add("attached " + group + " " + groups(layer).list().contains(group));
                }

                @Override
                public void groupChanged(String group) {
                    told.add("changed " + group);
                }

                @Override
                public void groupDetached(String group) {
                    told.add("detached " + group + " " + groups(layer).list().contains(group));
                }
            });
            Ifnet em0 = layer.card("em0");
            told.clear();
            groups(layer).join(Layer.ROOT, em0, "egress");
            groups(layer).leave(Layer.ROOT, em0, "egress");
            assertEquals(
                    List.of("attached egress false", "changed egress", "changed egress", "detached egress false"),
                    told);
        });
    }

    @Test
    void bug_changesOfOneGroupFromManyThreadsLoseNobody() {
        Both.run(layer -> {
            List<EnvThread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Ifnet ifnet = layer.card("em" + i);
                threads.add(layer.env.start("joiner" + i, () -> {
                    try {
                        for (int round = 0; round < 5; round++) {
                            groups(layer).join(Layer.ROOT, ifnet, "egress");
                            groups(layer).leave(Layer.ROOT, ifnet, "egress");
                        }
                        groups(layer).join(Layer.ROOT, ifnet, "egress");
                    } catch (IfnetException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            for (EnvThread thread : threads) {
                thread.join(-1);
            }
            assertEquals(4, groups(layer).members("egress").size());
        });
    }
}

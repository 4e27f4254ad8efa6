package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.driver.IfnetSerializer;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.internal.RealEnv;
import org.junit.jupiter.api.Test;

/** Reference 1.2 and step 1 of 1.3: the default serializers, those of a driver, and what is refused. */
class Section1x02SerializerIT {
    /** A card that answers what a test says. */
    private static final class Answering extends Card {
        private final Answer answer;

        Answering(Answer answer) {
            this.answer = answer;
        }

        @Override
        public IfnetSerializer serializer(Env env, int queues) throws IfnetException {
            return answer.to(env, queues);
        }
    }

    private interface Answer {
        IfnetSerializer to(Env env, int queues) throws IfnetException;
    }

    @Test
    void aDriverThatSaysNothingHasSerializersOfThePlatform() {
        Both.run(layer -> {
            Card card = new Card();
            Ifnet ifnet = layer.up(layer.attach("em0", card).ifnet());
            int accepted = Serialized.send(layer, ifnet, 8);
            assertEquals(8, accepted);
            layer.await("sent", () -> card.sent.get() == accepted);
        });
    }

    @Test
    void aDriverBringsItsOwn() {
        Both.run(layer -> {
            Serialized card = new Serialized();
            layer.up(layer.attach("em0", card).ifnet());
            assertEquals(4, card.serializer.size());
            assertEquals(0, card.violations.get());
        });
    }

    @Test
    void serializersThatDoNotFitRefuseTheAttachAndLeaveNothing() {
        Both.run(layer -> {
            refused(layer, (env, queues) -> IfnetSerializer.single(env, "em0", queues + 1));
            refused(layer, (env, queues) -> IfnetSerializer.array(env, "em0", 1, 0));
            refused(layer, (env, queues) -> IfnetSerializer.shared(env, "em0", new int[] {1}, new int[] {3}));
            refused(layer, (env, queues) -> IfnetSerializer.shared(env, "em0", new int[0], new int[] {-1}));
            refused(layer, (env, queues) -> IfnetSerializer.single(new RealEnv(), "em0", queues));
            layer.card("em0");
        });
    }

    private static void refused(Layer layer, Answer answer) {
        Card card = new Answering(answer);
        IfnetException e = Layer.fails(Errno.EINVAL, () -> layer.attach("em0", card));
        assertTrue(e.getMessage().contains("em0"), e.getMessage());
        assertEquals(List.of("info"), card.calls);
        assertNull(layer.ifnets().byName("em0"));
        assertEquals(List.of(), layer.events.of("em0"));
    }

    @Test
    void serializersServeOneBindingOnly() {
        Both.run(layer -> {
            IfnetSerializer same = IfnetSerializer.single(layer.env, "em0", 1);
            layer.attach("em0", new Answering((env, queues) -> same)).detach();
            layer.events.clear();
            refused(layer, (env, queues) -> same);
        });
    }

    @Test
    void theNextBindingHasOthers() {
        Both.run(layer -> {
            Serialized card = new Serialized();
            layer.attach("em0", card).detach();
            IfnetSerializer first = card.serializer;
            layer.attach("em0", card);
            assertFalse(first == card.serializer);
            assertEquals(0, card.violations.get());
        });
    }
}

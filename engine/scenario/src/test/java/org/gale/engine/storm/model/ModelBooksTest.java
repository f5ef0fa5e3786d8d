package org.gale.engine.storm.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the books of models: a law that holds at each step, and work that only a handler can bring on. */
@Tag("P13")
class ModelBooksTest
{
    private static final int EVENTS = 3;

    private static SettingValues values(final TrafficKind kind, final String... texts)
    {
        SettingValues values = SettingValues.NONE;
        for (int i = 0; i < texts.length; i += 2)
        {
            final String name = texts[i];
            final Setting<?> setting =
                kind.settings().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
            values = values.withText(setting, texts[i + 1]);
        }

        return kind.complete(values);
    }

    private static TrafficModel model(final String name)
    {
        final DevicePlace place = new DevicePlace(EVENTS, EVENTS, new SplittableRandom(7));
        final SettingValues values = switch (name)
        {
            case "io" -> values(IoModel.KIND.kind(), "depth", "9", "parallel", "5", "service", "2us", "think", "3us",
                "coalesce.threshold", "2", "coalesce.time", "100us");
            case "packets" -> values(PacketModel.KIND.kind(), StormSettings.RATE.name(), "300k", "budget", "4");
            case "virtio" -> values(VirtioModel.KIND.kind(), "depth", "7", "service.fixed", "2us", "service.each",
                "1us");
            case "virtio coalesced" -> values(VirtioModel.KIND.kind(), "depth", "7", "service.fixed", "0",
                "service.each",
                "1us", "backend", "each", "event-index", "off", "coalesce.threshold", "4", "coalesce.time", "5us");
            case "timer" -> values(TimerVector.KIND.kind(), "hz", "100000");
            case "line" -> values(LineVector.KIND.kind(), StormSettings.RATE.name(), "300k", "share", "3");
            default -> throw new IllegalArgumentException(name);
        };

        return TrafficKinds.maker(name.replace(" coalesced", "")).make(values, place);
    }

    @ParameterizedTest
    @ValueSource(strings = { "io", "packets", "virtio", "virtio coalesced", "timer", "line" })
    void shouldKeepItsLawAndNeedAHandlerOnlyWhereOneIsToCome(final String name)
    {
        final TrafficModel model = model(name);
        final SplittableRandom random = new SplittableRandom(3);
        final Set<Integer> toCome = new HashSet<>();
        long nowNs = 0;
        final long[] raised = { 0 };
        final EventSink sink = event ->
        {
            toCome.add(event);
            raised[0]++;
        };
        for (int step = 0; step < 20_000; step++)
        {
            if (toCome.isEmpty() || (model.nextNs() != TrafficModel.NEVER && random.nextInt(3) != 0))
            {
                nowNs = Math.max(nowNs, model.nextNs());
                model.fire(nowNs, sink);
            }
            else
            {
                final int event = toCome.iterator().next();
                toCome.remove(event);
                model.acknowledged(nowNs, event);
                if (random.nextInt(4) == 0 && model.nextNs() != TrafficModel.NEVER)
                {
                    nowNs = Math.max(nowNs, model.nextNs());
                    model.fire(nowNs, sink);                        // within a handler
                }
                for (long ns = model.prolongedNs(nowNs, event); ns > 0; ns = model.prolongedNs(nowNs, event))
                {
                    nowNs += ns;
                }
                if (model.staysHigh(event))
                {
                    toCome.add(event);
                }
                model.handled(nowNs, event);
            }

            assertNull(model.brokenLaw());
            for (int event = 0; event < EVENTS; event++)
            {
                assertTrue(!model.needsHandler(event) || toCome.contains(event), name + " event " + event);
            }
        }
        assertEquals(raised[0], model.sent() - model.ticksHigh());
        assertTrue(raised[0] > 1_000, "raised " + raised[0]);
    }

    @Test
    void shouldCountTicksThatFindTheirWireHighAsSent()
    {
        final TimerVector timer = new TimerVector(1_000, 0, 0, new SplittableRandom(1));

        timer.fire(0);
        timer.fire(1_000_000);
        timer.fire(2_000_000);

        assertEquals(3, timer.sent());
        assertEquals(2, timer.ticksHigh());
        assertTrue(timer.needsHandler(), "its wire is high");
        timer.handled(2_500_000);
        assertFalse(timer.needsHandler());
    }

    @Test
    void shouldNeedAHandlerWhileADriverHasNotAskedAgain()
    {
        final VirtioQueue queue = new VirtioQueue(
            new VirtioShape(2, Distribution.constant(10), Distribution.constant(0), true, true),
            () -> 10, () -> 0, 0);

        assertFalse(queue.needsHandler(), "it serves its first batch, and is asked to tell");
        queue.fire(10);
        assertTrue(queue.needsHandler(), "all is used");
        queue.acknowledged(20);
        assertTrue(queue.needsHandler(), "the handler has not asked again");
        queue.handled(30);
        assertFalse(queue.needsHandler());
        assertEquals(1, queue.sent());
    }

    @Test
    void shouldNeedAHandlerWhileAVectorIsMasked()
    {
        final PacketQueue queue = new PacketQueue(
            new PacketShape(Moderation.NONE, PacketShape.Period.EQE, 4, 0), () -> 100, 0);

        queue.fire(queue.nextNs());
        assertFalse(queue.needsHandler(), "the next packet sends anew");
        queue.acknowledged(150);
        assertTrue(queue.needsHandler());
        assertEquals(0, queue.prolongedNs(150));
        assertFalse(queue.needsHandler());
        assertNull(queue.brokenLaw());
    }

    @Test
    void shouldNeedTheHandlersThatABroadcastWaitsFor()
    {
        final SenderModel model = (SenderModel)IpiModel.KIND.maker().make(
            values(IpiModel.KIND.kind(), "unicast", "0", "broadcast", "1k"),
            new DevicePlace(6, 3, new SplittableRandom(1)));
        final int[] sent = { 0 };
        model.running(0, 0, true);
        model.running(0, 1, true);
        model.running(0, 2, true);

        model.send(model.nextNs(), new SendSink()
        {
            @Override
            public void send(final int vpe, final int event, final long intendedNs)
            {
                sent[0]++;
            }

            @Override
            public void wake(final int vpe)
            {
                throw new AssertionError("all run");
            }
        });

        assertEquals(2, sent[0]);
        assertEquals(2, model.sent());
        final List<Integer> needed =
            IntStream.range(0, 6).filter(model::needsHandler).boxed().toList();
        assertEquals(2, needed.size(), needed.toString());
        assertTrue(needed.stream().allMatch(event -> event >= 3), "broadcasts have the last kind");
        needed.forEach(event -> model.acknowledged(0, event));
        assertNull(model.brokenLaw());
        assertFalse(model.needsHandler(needed.get(0)));
    }
}

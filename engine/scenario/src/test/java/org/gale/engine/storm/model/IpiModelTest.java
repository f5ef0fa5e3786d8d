package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the model of vCPUs that interrupt one another. */
class IpiModelTest
{
    private static final long SECOND_NS = 1_000_000_000;

    private final List<Sent> sent = new ArrayList<>();
    private final List<Integer> woken = new ArrayList<>();

    /** Event that a vCPU has sent. */
    private record Sent(long nowNs, int vpe, int event, long intendedNs)
    {
    }

    private static SenderModel model(final int vpes, final String... texts)
    {
        SettingValues values = SettingValues.NONE;
        for (int i = 0; i < texts.length; i += 2)
        {
            final String name = texts[i];
            final Setting<?> setting = IpiModel.KIND.kind().settings().stream().filter(one -> one.name().equals(name))
                .findFirst().orElseThrow();
            values = values.withText(setting, texts[i + 1]);
        }
        values = IpiModel.KIND.kind().complete(values);

        return (SenderModel)IpiModel.KIND.maker().make(values,
            new DevicePlace(IpiModel.KIND.kind().senders().events(values, vpes), vpes, new SplittableRandom(7)));
    }

    private void fire(final SenderModel model, final long nowNs)
    {
        model.send(nowNs, new SendSink()
        {
            @Override
            public void send(final int vpe, final int event, final long intendedNs)
            {
                sent.add(new Sent(nowNs, vpe, event, intendedNs));
            }

            @Override
            public void wake(final int vpe)
            {
                woken.add(vpe);
            }
        });
    }

    private static void start(final SenderModel model, final int vpes)
    {
        for (int vpe = 0; vpe < vpes; vpe++)
        {
            model.running(0, vpe, true);
        }
    }

    private void run(final SenderModel model, final long untilNs)
    {
        while (model.nextNs() <= untilNs)
        {
            fire(model, model.nextNs());
        }
    }

    @Test
    void shouldSendToOthersAtTheRateOfEachVcpu()
    {
        final SenderModel model = model(3, "unicast", "1k", "broadcast", "0", "kinds", "3");
        start(model, 3);

        run(model, 10 * SECOND_NS);

        assertEquals(30_000, sent.size(), 5 * Math.sqrt(30_000));
        assertEquals(sent.size(), model.completions());
        final int[][] counts = new int[3][9];
        for (final Sent one : sent)
        {
            counts[one.vpe()][one.event()]++;
            assertEquals(one.nowNs(), one.intendedNs());
        }
        for (int vpe = 0; vpe < 3; vpe++)
        {
            for (int event = 0; event < 9; event++)
            {
                final boolean isSent = event < 6 && event % 3 != vpe;       // of two kinds, to the two others
                assertEquals(isSent ? 2_500 : 0, counts[vpe][event], isSent ? 300 : 0);
            }
        }
    }

    @Test
    void shouldSendABroadcastToAllOthersAtOneInstant()
    {
        final SenderModel model = model(4, "unicast", "0", "broadcast", "10");
        start(model, 4);

        fire(model, model.nextNs());

        final int sender = sent.get(0).vpe();
        assertEquals(3, sent.size());
        assertEquals(List.of(4, 5, 6, 7).stream().filter(event -> event != 4 + sender).toList(),
            sent.stream().map(Sent::event).toList());
        assertEquals(1, sent.stream().map(Sent::nowNs).distinct().count());
    }

    @Test
    void shouldWaitForTheSlowestAcknowledgeOfABroadcast()
    {
        final SenderModel model = model(3, "unicast", "1k", "broadcast", "1M");
        start(model, 3);
        while (sent.size() < 2 || sent.get(sent.size() - 2).event() < 3)
        {
            fire(model, model.nextNs());
        }
        final int sender = sent.get(sent.size() - 1).vpe();
        final int first = sent.get(sent.size() - 2).event();
        final int second = sent.get(sent.size() - 1).event();
        final long nowNs = sent.get(sent.size() - 1).nowNs();
        sent.clear();

        model.acknowledged(nowNs + 10, first - 3);                          // of another kind
        model.acknowledged(nowNs + 20, first);
        assertEquals(-1, model.released());
        assertTrue(model.keepsPe(nowNs + 20, sender));
        run(model, nowNs + 1_000_000);
        assertFalse(sent.stream().anyMatch(one -> one.vpe() == sender), sent.toString());

        model.acknowledged(nowNs + 1_000_000, second);
        assertEquals(sender, model.released());
        assertEquals(-1, model.released());
        sent.clear();
        fire(model, nowNs + 1_000_000);
        assertEquals(sender, sent.get(0).vpe());
        assertTrue(sent.get(0).intendedNs() < nowNs + 1_000_000, sent.toString());
    }

    @Test
    void shouldCountAnAcknowledgeForAllThatWaitForIt()
    {
        final SenderModel model = model(2, "unicast", "0", "broadcast", "1k", "kinds", "1");
        start(model, 2);
        run(model, SECOND_NS);                                              // both wait for each other

        assertEquals(2, sent.size());
        model.acknowledged(SECOND_NS, 0);
        assertEquals(1, model.released());
        model.acknowledged(SECOND_NS, 1);
        assertEquals(0, model.released());
    }

    @Test
    void shouldAskOnceForAPeAndSendWhatWasDueWithItsOwnTime()
    {
        final SenderModel model = model(2, "unicast", "1k", "broadcast", "0");
        model.running(0, 1, true);
        while (woken.isEmpty())
        {
            fire(model, model.nextNs());
        }
        assertEquals(List.of(0), woken);
        run(model, SECOND_NS);
        assertEquals(List.of(0), woken);
        assertTrue(model.keepsPe(SECOND_NS, 0));
        sent.clear();

        model.running(SECOND_NS, 0, true);
        while (model.nextNs() <= SECOND_NS)
        {
            fire(model, SECOND_NS);
        }

        assertEquals(1_000, sent.size(), 5 * Math.sqrt(1_000));
        assertFalse(model.keepsPe(SECOND_NS, 0));
        long lastNs = 0;
        for (final Sent one : sent)
        {
            assertEquals(0, one.vpe());
            assertTrue(one.intendedNs() >= lastNs && one.intendedNs() <= SECOND_NS, one.toString());
            lastNs = one.intendedNs();
        }
    }

    @Test
    void shouldAskAgainWhenItsPeIsTaken()
    {
        final SenderModel model = model(2, "unicast", "1k", "broadcast", "0");
        model.running(0, 0, true);
        model.running(0, 0, false);
        run(model, SECOND_NS);
        assertEquals(List.of(0, 1), woken.stream().sorted().toList());

        model.running(SECOND_NS, 0, true);
        model.running(SECOND_NS, 0, false);
        fire(model, SECOND_NS);

        assertEquals(3, woken.size());
        assertEquals(0, woken.get(2));
    }
}

package org.gale.engine.storm.law;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gale.engine.storm.model.DevicePlace;
import org.gale.engine.storm.model.QueueSeam;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.result.PollKind;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TrafficKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the law of drivers that defer interrupts, with a model that does what a test says: after two polls in a row
 * without a packet the vector is unmasked, and neither earlier nor later.
 */
@Tag("P13")
class DeferralLawTest implements DeviceNotes
{
    private static final long DEFER = 2;
    private static final long LONG_NS = 1_000_000_000;

    private final ScriptModel script = new ScriptModel();
    private final DeviceLaw law = law();
    private final TrafficModel model = Laws.watched(script, law);
    private final QueueSeam queue = law.queue(0);
    private String broken;
    private long nowNs;

    private DeviceLaw law()
    {
        final TrafficKind traffic = TrafficKinds.of("packets");
        SettingValues values = SettingValues.NONE;
        final Map<String, String> texts = Map.of("rate", "10k", "moderation", "none", "arrivals", "constant");
        for (final Setting<?> setting : traffic.settings())
        {
            values = texts.containsKey(setting.name()) ? values.withText(setting, texts.get(setting.name())) : values;
        }
        final ModelShape shape = traffic.shape(traffic.complete(values), 1, LONG_NS, false);

        return new DeviceLaw(
            this, 0, shape, new DevicePlace(1, 1, new SplittableRandom(1)).deferring(DEFER), () -> 0);
    }

    @Override
    public void broken(final int device, final int event, final String clause, final long ns)
    {
        broken = broken == null ? clause : broken;
    }

    @Override
    public void toldBegun(final int device)
    {
        // Nobody compares it.
    }

    @Override
    public void toldEnded(final int device)
    {
        // Nobody compares it.
    }

    @Override
    public void goesOn(final int device, final long dueNs)
    {
        // There is no other device.
    }

    @Override
    public void released(final long waitedNs)
    {
        // No vCPU sends.
    }

    @Override
    public void requested(final int device, final long ns)
    {
        // Nobody measures it.
    }

    /** Has the device interrupt for its first packet, and the driver begin a handler. */
    private void interrupt()
    {
        queue.moderated(0, Integer.MAX_VALUE);
        queue.gap(0, 100_000);
        queue.gap(0, 100_000);
        nowNs = 100_000;
        script.nextNs = 200_000;
        script.act = () -> script.sink.raise(0);
        model.fire(nowNs, event -> { });
        script.nextNs = QueueLaw.NEVER;
        model.acknowledged(nowNs, 0);
    }

    /** Has the driver poll a number of packets, and end its polls. */
    private void poll(final int packets, final long nextNs)
    {
        nowNs += 1_000;
        script.nextNs = QueueLaw.NEVER;
        script.act = () -> queue.taken(packets);
        if (packets > 0)
        {
            script.longerNs = packets * 500L;
            model.prolongedNs(nowNs, 0);
            nowNs += script.longerNs;
            script.longerNs = 0;
            script.act = () -> { };
        }
        script.nextNs = nextNs;
        model.prolongedNs(nowNs, 0);
        script.act = () -> { };
    }

    private Map<String, Long> counts()
    {
        final Map<String, Long> counts = new TreeMap<>();
        law.addTo(counts);

        return counts;
    }

    @Test
    void shouldCountDeferralsAndPollsByTimers()
    {
        interrupt();
        poll(1, QueueLaw.NEVER);
        poll(0, QueueLaw.NEVER);
        poll(0, 200_000);

        assertNull(broken);
        assertEquals(2, counts().get("packets.deferred"));
        assertEquals(2, counts().get("packets.by_timer"));
        assertNull(law.pollsFault(kind -> 2));
        assertEquals("its driver counts 1 runs by timers, and its queues 2",
            law.pollsFault(kind -> kind == PollKind.BY_TIMER ? 1 : 2));
    }

    @Test
    void shouldFindAVectorThatIsUnmaskedTooEarly()
    {
        interrupt();
        poll(1, QueueLaw.NEVER);
        poll(0, 200_000);
        script.act = () -> script.sink.raise(0);
        model.fire(200_000, event -> { });

        assertEquals("it interrupts while its vector is masked", broken);
    }

    @Test
    void shouldFindAVectorThatStaysMaskedTooLong()
    {
        interrupt();
        poll(1, QueueLaw.NEVER);
        poll(0, QueueLaw.NEVER);
        poll(0, QueueLaw.NEVER);

        assertTrue(broken != null && broken.contains("its device goes on never"), broken);
    }

    @Test
    void shouldKeepAnInterruptWithoutAPacketFromDeferring()
    {
        interrupt();
        for (final int packets : List.of(1, 0, 0))
        {
            poll(packets, packets == 0 ? 200_000 : QueueLaw.NEVER);
        }
        script.nextNs = QueueLaw.NEVER;
        model.acknowledged(nowNs, 0);                               // a spurious one
        poll(0, 200_000);

        assertNull(broken);
        assertEquals(2, counts().get("packets.deferred"));
    }
}

package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.storm.model.PacketShape.Period;
import org.gale.engine.storm.scenario.FlowText;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the requests that models complete: each one's submission and the end of its handler, computed by hand. */
class RequestsTest
{
    private static final long US = 1_000;

    private final List<String> completed = new ArrayList<>();
    private final RequestSink sink = (submittedNs, endedNs) -> completed.add(submittedNs + "-" + endedNs);

    private static SettingValues values(final TrafficKind kind, final String... texts)
    {
        SettingValues values = SettingValues.NONE;
        for (int i = 0; i < texts.length; i += 2)
        {
            final String name = texts[i];
            final Setting<?> setting = kind.settings().stream().filter(one -> one.name().equals(name))
                .findFirst().orElseThrow();
            values = values.withText(setting, texts[i + 1]);
        }

        return kind.complete(values);
    }

    private TrafficModel model(final ModelKind kind, final int events, final String... texts)
    {
        return kind.maker().make(
            values(kind.kind(), texts), new DevicePlace(events, 1, new SplittableRandom(1), sink));
    }

    @ParameterizedTest(name = "threshold {0}, time {1}")
    @CsvSource({
        // Service of 20 us and a handler of 2 us.
        "1, 0, 0-22000 22000-44000 44000-66000",
        // One request never reaches the threshold of 20, so that the device waits for 200 us.
        "20, 200us, 0-222000 222000-444000 444000-666000" })
    void shouldHoldTheWaitOfACoalescingDrive(final int threshold, final String time, final String expected)
    {
        final TrafficModel drive = model(IoModel.KIND, 1, "depth", "1", "service", "20us", "coalesce.threshold",
            Integer.toString(threshold), "coalesce.time", time);

        new ModelLoop(drive, 1, 2 * US).run(1_000 * US);

        assertEquals(expected, String.join(" ", completed.subList(0, 3)));
        assertEquals(drive.completions() - completed.size(), threshold == 1 ? 0 : 1, "one may be held back");
    }

    @Test
    void shouldCountTheWaitForServiceAndNotTheThinking()
    {
        final TrafficModel drive =
            model(IoModel.KIND, 1, "depth", "3", "service", "10us", "parallel", "1", "think", "5us");

        new ModelLoop(drive, 1, US).run(50 * US);

        // One after another: 10, 20 and 30 us. The first one thinks until 16 us, and waits for the other two.
        assertEquals(List.of("0-11000", "0-21000", "0-31000", "16000-41000"), completed.subList(0, 4));
    }

    @Test
    void shouldKeepTheSubmissionsOfAllQueuesApart()
    {
        final TrafficModel drive = model(IoModel.KIND, 2, "depth", "2", "service", "10us", "parallel", "4");

        drive.fire(10 * US, event -> { });
        drive.fire(10 * US, event -> { });
        drive.handled(11 * US, 0);
        drive.handled(12 * US, 1);
        drive.fire(10 * US, event -> { });
        drive.fire(10 * US, event -> { });
        drive.handled(15 * US, 1);
        drive.handled(16 * US, 0);
        assertEquals(List.of("0-11000", "0-12000", "0-15000", "0-16000"), completed);
        completed.clear();

        for (int i = 0; i < 4; i++)
        {
            drive.fire(drive.nextNs(), event -> { });
        }
        drive.handled(30 * US, 1);
        drive.handled(40 * US, 0);
        assertEquals(List.of("12000-30000", "15000-30000", "11000-40000", "16000-40000"), completed);
    }

    @Test
    void shouldTakeRequestsThatOvertakeOthers()
    {
        final TrafficModel drive = model(
            IoModel.KIND, 1, "depth", "4", "service", "{uniform: {from: 10us, to: 100us}}", "parallel", "4");

        new ModelLoop(drive, 1, US).run(100_000 * US);

        // Little's law: 4 requests are always somewhere.
        final long sumNs = completed.stream().map(one -> one.split("-"))
            .mapToLong(one -> Long.parseLong(one[1]) - Long.parseLong(one[0])).sum();
        assertEquals(4.0 * 100_000 * US, (double)sumNs, 4.0 * 110 * US);
    }

    @ParameterizedTest(name = "event index {0}")
    @ValueSource(booleans = { true, false })
    void shouldCompleteWhatTheDriverFindsWhenItChecksAgain(final boolean hasEventIndex)
    {
        final VirtioQueue queue = new VirtioQueue(new VirtioShape(2, Distribution.constant(0),
            Distribution.constant(0), hasEventIndex, false), () -> 0, () -> 10, 0, sink);

        queue.fire(10);                                             // notifies
        queue.acknowledged(15);                                     // drains the first one
        queue.fire(20);                                             // is suppressed
        assertEquals(List.of(), completed);
        queue.handled(25);                                          // and is found by the check at the end

        assertEquals(List.of("0-25", "0-25"), completed);
        queue.fire(35);
        queue.acknowledged(36);
        queue.handled(37);
        assertEquals("25-37", completed.get(2));
    }

    @Test
    void shouldLetRequestsOfABatchWaitForAllOfIt()
    {
        final VirtioQueue queue = new VirtioQueue(new VirtioShape(3, Distribution.constant(0),
            Distribution.constant(0), true, true), () -> 3, () -> 4, 100, sink);

        new ModelLoop(new VectorModels(List.of(queue)), 1, 5).run(145);

        // 3 and 3 x 4 of service, and a handler of 5: 20 for each batch.
        assertEquals(List.of("100-120", "100-120", "100-120", "120-140", "120-140", "120-140"), completed);
    }

    @Test
    void shouldHoldTheTimeForWhichAVirtioDeviceHeldItsNotificationBack()
    {
        final VirtioQueue queue = new VirtioQueue(new VirtioShape(1, Distribution.constant(0),
            Distribution.constant(0), true, false, 256, 200 * US), () -> 0, () -> 20 * US, 0, sink);

        new ModelLoop(new VectorModels(List.of(queue)), 1, 2 * US).run(500 * US);

        // A service of 20 us and a handler of 2 us; two interrupts are 200 us apart.
        assertEquals(List.of("0-22000", "22000-222000", "222000-422000"), completed);
    }

    @ParameterizedTest(name = "moderation of {0}")
    @CsvSource({
        // A poll takes 0.5 us a packet, the handler 1 us of its own.
        "none, 10000-11500 20000-21500 30000-31500",
        // The first packet finds a period that is over; those of 20 to 90 us wait for the end of the next one.
        "{fixed: 84us}, 10000-11500 20000-99000 30000-99000" })
    void shouldHoldTheModerationOfANic(final String moderation, final String expected)
    {
        final PacketQueue queue = queue(Moderation.read(FlowText.node(moderation)), 64, 10_000);

        new ModelLoop(new VectorModels(List.of(queue)), 1, US).run(100 * US);

        assertEquals(expected, String.join(" ", completed.subList(0, 3)));
        assertEquals(queue.completions(), completed.size());
    }

    @Test
    void shouldEndPacketsOfAllPollsWithTheirHandler()
    {
        final PacketQueue queue = queue(Moderation.NONE, 2, 10_000);

        queue.fire(10_000);
        queue.acknowledged(35_000);
        assertEquals(1_000, queue.prolongedNs(35_000));             // takes those of 10 and 20 us
        assertEquals(500, queue.prolongedNs(36_000));               // takes that of 30 us, fewer than the budget
        assertEquals(0, queue.prolongedNs(36_500));
        assertEquals(List.of(), completed);
        queue.handled(36_500);

        assertEquals(List.of("10000-36500", "20000-36500", "30000-36500"), completed);
        queue.handled(36_600);
        assertEquals(3, completed.size(), "a handler that finds nothing ends nothing");
    }

    /** The times of 256 packets at least are kept, and others are drawn again: few, too many, few and too many wait. */
    @ParameterizedTest(name = "{0} packets are drawn ahead")
    @ValueSource(ints = { 1, 257 })
    void shouldKnowWhenPacketsArrivedOfWhichTooManyWait(final int aheadLimit)
    {
        final SplittableRandom random = new SplittableRandom(7);
        final SplittableRandom same = new SplittableRandom(7);
        final SplittableRandom expected = new SplittableRandom(7);
        final PacketArrivals arrivals =
            new PacketArrivals(() -> random.nextLong(1, 2_000), 0, aheadLimit, PacketRequests.KEPT);
        final PacketRequests requests = new PacketRequests(() -> same.nextLong(1, 2_000), 0, sink);
        long taken = 0;
        for (final int waiting : new int[]{ 3, 5_000, 256, 257, 1_025, 1, 2_000 })
        {
            for (int i = 0; i < waiting; i++)
            {
                arrivals.advance(arrivals.timeNs(0));
            }
            arrivals.timeNs(aheadLimit - 1);
            taken += waiting;
            requests.handled(0, taken, arrivals);
        }

        final List<String> times = new ArrayList<>();
        long atNs = 0;
        for (int i = 0; i < taken; i++)
        {
            atNs += expected.nextLong(1, 2_000);
            times.add(atNs + "-0");
        }
        assertEquals(times, completed);
    }

    private PacketQueue queue(final Moderation moderation, final int budget, final long gapNs)
    {
        return new PacketQueue(new PacketShape(moderation, Period.EQE, budget, 500), () -> gapNs, 0,
            new PacketRequests(() -> gapNs, 0, sink));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "poisson", "constant", "{on-off: {alpha: 1.5, on: 1ms, off: 9ms}}" })
    void shouldKnowWhenEachPacketArrived(final String arrivals)
    {
        final TrafficModel nic = model(PacketModel.KIND, 3, StormSettings.RATE.name(), "100k",
            StormSettings.ARRIVALS.name(), arrivals, "moderation", "none", "per-packet", "0");

        final ModelLoop loop = new ModelLoop(nic, 3, 0).run(100_000 * US);

        // Handlers take no time: each packet is taken when it arrives.
        assertEquals(nic.completions(), completed.size());
        assertEquals(loop.raisedNs().stream().map(ns -> ns + "-" + ns).distinct().toList(),
            completed.stream().distinct().toList());
    }
}

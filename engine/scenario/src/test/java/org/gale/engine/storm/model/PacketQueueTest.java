package org.gale.engine.storm.model;

import java.util.List;
import java.util.stream.LongStream;
import org.gale.engine.storm.model.PacketShape.Period;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.support.Distributions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PacketQueueTest
{
    private static final long PER_PACKET_NS = 500;
    private static final long LATER_NS = 1_000_000_000;

    @Test
    void shouldSendAnInterruptForEachPacketWithoutModeration()
    {
        final PacketQueue queue = queue(Moderation.NONE, Period.EQE, 64, constant(10_000));

        final ModelLoop loop = loop(queue, 1_000).run(50_001);

        assertEquals(List.of(10_000L, 20_000L, 30_000L, 40_000L, 50_000L), loop.raisedNs());
        assertEquals(4, queue.completions());
    }

    @ParameterizedTest
    @CsvSource({
        // The first packet finds a period that is over. The next ones wait for 84 us since the last interrupt.
        "EQE, 10000, 400000, 10000 94000 178000 262000 346000",
        // Packets that are further apart than the period wait for nothing.
        "EQE, 90000, 400000, 90000 180000 270000 360000",
        // Each packet restarts the period.
        "CQE, 90000, 400000, 174000 264000 354000",
        // A packet at the end of the period comes too late to restart it, and is in the same interrupt.
        "CQE, 84000, 400000, 168000 336000",
        // Packets that are closer restart it until 256 have come.
        "CQE, 10000, 6000000, 2560000 5120000" })
    void shouldKeepAPeriodWhenTheModerationIsFixed(
        final Period period, final long gapNs, final long untilNs, final String expected)
    {
        final PacketQueue queue = queue(Moderation.fixed(84_000), period, 1_000, constant(gapNs));

        final ModelLoop loop = loop(queue, 0).run(untilNs);

        assertEquals(expected, joined(loop.raisedNs()));
    }

    @Test
    void shouldTakeAllPacketsOfAPeriodWithOneInterrupt()
    {
        final PacketQueue queue = queue(Moderation.fixed(84_000), Period.EQE, 64, constant(10_000));

        loop(queue, 0).run(260_000);

        // 1 at 10 us, 8 of 20 to 90 us at 94 us, 8 of 100 to 170 us at 178 us, and none that comes in 4 us of polls.
        assertEquals(17, queue.completions());
        assertEquals(3, queue.polls());
        assertEquals(17 * PER_PACKET_NS, queue.maskedNs());
        assertEquals(74_000 + 78_000, queue.moderatedNs());
    }

    @ParameterizedTest
    @CsvSource({ "1, 1", "63, 1", "64, 2", "65, 2", "128, 3", "130, 3" })
    void shouldPollUntilAPollFindsFewerThanItsBudget(final int packets, final int polls)
    {
        final PacketQueue queue = queue(Moderation.NONE, Period.EQE, 64, burst(packets));

        final ModelLoop loop = loop(queue, 0).run(LATER_NS);

        assertEquals(List.of(10_000L), loop.raisedNs());
        assertEquals(packets, queue.completions());
        assertEquals(polls, queue.polls());
        assertEquals(packets * PER_PACKET_NS, queue.maskedNs());
        assertEquals(10_000 + packets * PER_PACKET_NS, loop.busyNs() + 10_000);
    }

    @Test
    void shouldPollAllAtOnceWhenPacketsTakeNoTime()
    {
        final PacketQueue queue = new PacketQueue(new PacketShape(Moderation.NONE, Period.EQE, 64, 0), burst(128), 0);

        final ModelLoop loop = loop(queue, 3_000).run(LATER_NS);

        assertEquals(128, queue.completions());
        assertEquals(3, queue.polls());
        assertEquals(3_000, queue.maskedNs());
        assertEquals(3_000, loop.busyNs());
    }

    @Test
    void shouldSendAnInterruptAtOnceWhenAPacketCameWhileTheVectorWasMasked()
    {
        final PacketQueue queue = queue(Moderation.NONE, Period.EQE, 64, gaps(10_000, 499, 1, LATER_NS));

        final ModelLoop loop = loop(queue, 0).run(LATER_NS);

        // The poll of the first packet ends at 10.5 us, when the second one waits and the third one comes.
        assertEquals(List.of(10_000L, 10_500L), loop.raisedNs());
        assertEquals(3, queue.completions());
    }

    @Test
    void shouldSendNoInterruptForPacketsThatTheLastPollTook()
    {
        final PacketQueue queue = queue(Moderation.NONE, Period.EQE, 2, gaps(10_000, 0, 999, LATER_NS));

        final ModelLoop loop = loop(queue, 0).run(LATER_NS);

        assertEquals(List.of(10_000L), loop.raisedNs());
        assertEquals(2, queue.polls());
        assertEquals(3, queue.completions());
    }

    @Test
    void shouldWaitForTheEndOfThePeriodWhenAPacketCameWhileTheVectorWasMasked()
    {
        final PacketQueue queue = queue(Moderation.fixed(84_000), Period.EQE, 64, gaps(10_000, 100, LATER_NS));

        final ModelLoop loop = loop(queue, 0).run(LATER_NS);

        assertEquals(List.of(10_000L, 94_000L), loop.raisedNs());
        assertEquals(83_900, queue.moderatedNs());
    }

    @Test
    void shouldSendAgainWhenTheGuestDoesNotAcknowledge()
    {
        final PacketQueue queue = queue(Moderation.fixed(84_000), Period.EQE, 64, constant(50_000));

        assertEquals(50_000, queue.nextNs());
        assertTrue(queue.fire(50_000));
        assertEquals(134_000, queue.nextNs());
        assertTrue(queue.fire(134_000));
        queue.acknowledged(160_000);
        assertEquals(TrafficModel.NEVER, queue.nextNs());
        assertEquals(3 * PER_PACKET_NS, queue.prolongedNs(160_000));
        assertEquals(0, queue.prolongedNs(161_500));
        queue.handled(161_500);
        assertEquals(218_000, queue.nextNs());
    }

    /** Checks that a packet waits for nothing but the moderation while its vector is unmasked and the guest idle. */
    @ParameterizedTest
    @ValueSource(longs = { 0, 8_000, 84_000 })
    void shouldLetNoPacketWaitLongerThanTheModerationWhenTheGuestIsIdle(final long periodNs)
    {
        final long seed = 7;
        final Distribution gaps = Distributions.of("{exponential: 1us}");
        final PacketQueue queue = queue(
            periodNs == 0 ? Moderation.NONE : Moderation.fixed(periodNs), Period.EQE, 16, Draws.of(gaps, seed));
        final Draw same = Draws.of(gaps, seed);
        final long[] arrivalsNs = LongStream.iterate(same.nextNs(), ns -> ns + same.nextNs()).limit(60_000).toArray();

        final ModelLoop loop = loop(queue, 300).watch((fromNs, toNs) ->
        {
            final long oldestNs = arrivalsNs[(int)queue.completions()];
            assertTrue(toNs - oldestNs <= periodNs,
                "a packet of " + oldestNs + " ns waits at " + toNs + " ns, seed " + seed);
        }).run(50_000_000);

        assertTrue(queue.completions() > 45_000, "packets " + queue.completions());
        assertTrue(loop.raisedNs().size() > 500, "interrupts " + loop.raisedNs().size());
    }

    @ParameterizedTest
    @ValueSource(strings = { "NONE", "FIXED", "DIM" })
    void shouldBeMaskedForThePacketsOfItsPolls(final Moderation.Kind kind)
    {
        final Moderation moderation = new Moderation(kind, kind == Moderation.Kind.FIXED ? 84_000 : 0);
        final PacketQueue queue = queue(moderation, Period.EQE, 64, draw("{exponential: 1us}"));

        loop(queue, 0).run(20_000_100);

        final long unended = queue.completions() * PER_PACKET_NS - queue.maskedNs();
        assertTrue(unended >= 0 && unended <= 1_000 * PER_PACKET_NS, "unended " + unended);
        assertTrue(queue.completions() > 19_000, "packets " + queue.completions());
    }

    private static ModelLoop loop(final PacketQueue queue, final long handlerNs)
    {
        return new ModelLoop(new VectorModels(List.of(queue)), 1, handlerNs);
    }

    private static PacketQueue queue(
        final Moderation moderation, final Period period, final int budget, final Draw gaps)
    {
        return new PacketQueue(new PacketShape(moderation, period, budget, PER_PACKET_NS), gaps, 0);
    }

    private static Draw draw(final String text)
    {
        return Draws.of(Distributions.of(text), 1);
    }

    private static Draw constant(final long ns)
    {
        return () -> ns;
    }

    /** Returns the gaps of packets that come at 10 us, all at once. */
    private static Draw burst(final int packets)
    {
        return gaps(LongStream.range(0, packets + 1L).map(
            packet -> packet == 0 ? 10_000 : packet < packets ? 0 : LATER_NS).toArray());
    }

    /** Returns gaps, of which the last one comes again and again. */
    private static Draw gaps(final long... ns)
    {
        final int[] next = { 0 };

        return () -> ns[Math.min(ns.length - 1, next[0]++)];
    }

    private static String joined(final List<Long> times)
    {
        final StringBuilder text = new StringBuilder();
        times.forEach(ns -> text.append(text.length() == 0 ? "" : " ").append(ns));

        return text.toString();
    }
}

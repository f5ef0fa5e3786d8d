package org.gale.engine.storm.run;

import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.flow.Traffic;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the producers of a run, whose lanes the test drains, under a clock that it moves. The generator offers an
 * event each microsecond.
 */
class RunProducersTest
{
    private static final int RATE = 1_000_000;
    private static final long EVENT_NS = 1_000;
    private static final long BEGIN_NS = 7_000_000;
    private static final long ELSE_NS = 5;
    /** Capacity of a lane: a cycle drains 2,048 words at most, and as many have room beyond. */
    private static final int ONE_THREAD_WORDS = 2 * 2_048;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[DrainLimit.WORDS_MAX * Long.BYTES]);
    private final AttachPoint point = new AttachPoint(1, 64, clock);
    private int msis;

    private static StormConfig config()
    {
        return StormConfigs.of(Storms.open(Long.MAX_VALUE, RATE)).poisson(false).build();
    }

    private RunProducers producers(final StormResumeTotals resumed, final RunOptions.Producers who)
    {
        final StormConfig config = config();
        clock.update(BEGIN_NS);
        final RunOptions plain = Options.of(config, new ResidentWorkload(config));

        return new RunProducers(new RunOptions(config, plain.workload(), resumed, plain.snapshots(),
            plain.measurement(), who, plain.counters()), 1, clock);
    }

    private RunProducers generator()
    {
        return producers(StormResumeTotals.NONE, new RunOptions.Producers(List.of(), true));
    }

    private RunProducers ofOneThread()
    {
        final StormConfig config = config();
        clock.update(BEGIN_NS);

        return new RunProducers(Options.of(config, new ResidentWorkload(config),
            MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L)), 1, clock);
    }

    /** Takes and completes all that waits, and counts its messages. */
    private int drain(final RunProducers producers)
    {
        final int end = producers.lanes().drain(frame, 0, DrainLimit.WORDS_MAX);
        for (int at = 0; at < end; at += CommandWord.length(frame.getLong(at)) * Long.BYTES)
        {
            msis += CommandWord.opcode(frame.getLong(at)) == CommandWord.MSI ? 1 : 0;
        }
        producers.lanes().mark(0);
        producers.lanes().complete(0);

        return end / Long.BYTES;
    }

    /** Sets the machine up, up to the first offer. */
    private void begin(final RunProducers producers)
    {
        while (producers.generator().firstOfferNs() == 0)
        {
            producers.generator().doWork();
            drain(producers);
        }
    }

    @Test
    void shouldHaveNoBatchBeforeTheFirstOne()
    {
        try (RunProducers producers = generator())
        {
            assertEquals(ELSE_NS, producers.batchNs(ELSE_NS));
            begin(producers);
            assertEquals(ELSE_NS, producers.batchNs(ELSE_NS), "commands of the set-up have no time");
        }
    }

    @Test
    void shouldHaveTheBaseOfTheBatchThatWasDrainedLast()
    {
        try (RunProducers producers = generator())
        {
            begin(producers);
            clock.advance(2 * EVENT_NS);
            producers.generator().doWork();
            assertEquals(ELSE_NS, producers.batchNs(ELSE_NS), "it waits in the lane");
            drain(producers);
            assertEquals(BEGIN_NS, producers.batchNs(ELSE_NS), "that of the first event");
            clock.advance(5 * EVENT_NS);
            producers.generator().doWork();
            drain(producers);

            assertEquals(BEGIN_NS + 3 * EVENT_NS, producers.batchNs(ELSE_NS), "the first batch has those of 0 to 2 us");
        }
    }

    @Test
    void shouldHoldAttachedProducersUntilTheGeneratorOffers()
    {
        try (RunProducers producers =
            producers(StormResumeTotals.NONE, new RunOptions.Producers(List.of(point), true)))
        {
            final Attachment attachment = point.attach();
            assertNotNull(attachment);
            assertFalse(producers.admit());
            assertFalse(producers.lanes().poll(), "software sets the machine up first");

            begin(producers);

            assertTrue(producers.admit());
            assertTrue(producers.lanes().poll());
            attachment.producer().offer(Commands.msi(0, 1, 0));
            attachment.producer().publish();
            drain(producers);
            assertEquals(1, msis);
            assertEquals(1, producers.lanes().attachedEvents());
            assertEquals(1, producers.attached().events());
        }
    }

    @Test
    void shouldHaveNoTotalsOfProducersThatCannotAttach()
    {
        try (RunProducers producers = generator())
        {
            assertNull(producers.attached());
            assertFalse(producers.isHeld());
        }
    }

    @Test
    void shouldHoldTheGeneratorOfAResumedStormUntilItIsReleased()
    {
        final int setUpWords = 3;
        final StormResumeTotals resumed = new StormResumeTotals(10, 9, setUpWords, 2, ResumePosition.START);
        try (RunProducers producers = producers(resumed, new RunOptions.Producers(List.of(), true)))
        {
            assertTrue(producers.isHeld());
            for (int i = 0; i < 1_000; i++)
            {
                producers.generator().doWork();
                drain(producers);
            }
            assertEquals(0, producers.generator().firstOfferNs());

            producers.generator().release();
            begin(producers);
            producers.generator().doWork();
            drain(producers);

            assertEquals(BEGIN_NS, producers.generator().firstOfferNs());
            assertEquals(producers.generator().offered(), msis, "those of the earlier part are not offered again");
        }
    }

    @Test
    void shouldLetAResumedGeneratorLeaveOutCommandsThatWereApplied()
    {
        long words = 0;
        try (RunProducers producers = generator())
        {
            begin(producers);
            words = producers.generator().publishedWords();
        }
        final StormResumeTotals resumed = new StormResumeTotals(0, 0, 1, 1, ResumePosition.START);
        try (RunProducers producers = producers(resumed, new RunOptions.Producers(List.of(), true)))
        {
            producers.generator().release();
            begin(producers);

            assertTrue(producers.generator().publishedWords() < words, "the first command is left out");
        }
    }

    @Test
    void shouldOfferNothingWithoutAGenerator()
    {
        try (RunProducers producers =
            producers(StormResumeTotals.NONE, new RunOptions.Producers(List.of(point), false)))
        {
            begin(producers);
            for (int i = 0; i < 10; i++)
            {
                clock.advance(EVENT_NS);
                producers.generator().doWork();
                drain(producers);
            }

            assertEquals(0, producers.generator().offered());
            assertEquals(0, msis);
        }
    }

    @Test
    void shouldHaveTheWordsAndRefusalsOfTheLaneAtTheEnd()
    {
        final RunProducers producers = generator();
        begin(producers);
        final long setUpWords = producers.generator().publishedWords();
        clock.advance(2_000 * EVENT_NS);
        for (int i = 0; i < 4; i++)
        {
            producers.generator().doWork();
        }
        final int drained = drain(producers);
        producers.generator().doWork();
        final long left = producers.lane().backlogWords();
        assertEquals(LaneWords.NONE, producers.words(), "not before the end");
        assertEquals(0, producers.refused());
        producers.generator().stop();
        producers.generator().doWork();
        final long published = producers.generator().publishedWords();

        producers.close();

        assertEquals(new LaneWords(published, setUpWords + drained, left), producers.words());
        assertTrue(producers.words().isSound());
        assertThrows(IndexOutOfBoundsException.class, producers.lane()::backlogWords, "its memory is released");
    }

    @Test
    void shouldCountWhatAFullLaneRefuses()
    {
        final RunProducers producers = ofOneThread();
        begin(producers);
        clock.advance(ONE_THREAD_WORDS * EVENT_NS);
        for (int i = 0; i <= ONE_THREAD_WORDS / 256; i++)
        {
            producers.generator().doWork();
        }
        final long refused = producers.generator().refused();
        assertTrue(refused > 0, "the lane is full");

        producers.close();

        assertEquals(refused, producers.refused());
    }

    /** At the end nothing is outstanding: what was taken from a lane is completed for its producer. */
    @Test
    void shouldTellOfWordsThatWereNeverCompleted()
    {
        for (int completions = 0; completions < 3; completions++)
        {
            final AttachPoint own = new AttachPoint(1, 64, clock);
            final RunProducers producers =
                producers(StormResumeTotals.NONE, new RunOptions.Producers(List.of(own), true));
            begin(producers);
            assertTrue(producers.admit());
            final Attachment attachment = own.attach();
            assertTrue(producers.lanes().poll());
            clock.advance(2 * EVENT_NS);
            producers.generator().doWork();
            final long generated = producers.lane().backlogWords();
            attachment.producer().offer(Commands.msi(0, 1, 0));
            attachment.producer().publish();
            producers.lanes().finishAttached();
            producers.lanes().drain(frame, 0, DrainLimit.WORDS_MAX);
            producers.lanes().mark(0);
            final long outstanding = completions == 0 ? generated + 1 : 0;
            if (completions > 0)
            {
                producers.lanes().complete(0);
            }
            producers.lanes().close(completions == 1 ? CloseReason.FINISHED : CloseReason.AGENT_FAILED);

            producers.close();

            assertEquals(outstanding == 0 ? null : "P6 broken: lanes have " + outstanding +
                " words that the engine never completed", producers.fault());
        }
    }

    @Test
    void shouldHaveASmallLaneOnOneThread()
    {
        try (RunProducers producers = ofOneThread())
        {
            assertEquals(ONE_THREAD_WORDS, producers.lane().capacityWords());
        }
        try (RunProducers producers = generator())
        {
            assertEquals(Traffic.LANE_WORDS, producers.lane().capacityWords());
        }
    }
}

package org.gale.engine.storm.latency;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.Conditions;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A recorder under a clock that the test moves; the values are small, and so exact in every histogram. */
class LatencyRecorderTest
{
    private static final long BASE_NS = 1_000;
    private static final long INTENDED_NS = 1_010;
    private static final long SENT_NS = 1_030;
    private static final long DRAINED_NS = 1_070;
    private static final long TRANSLATED_NS = 1_150;
    private static final long RAISED_NS = 1_310;
    private static final long ACKNOWLEDGED_NS = 1_630;
    private static final StormConfig CONFIG = Storms.small(1);
    private static final Topology TOPOLOGY = Topology.of(CONFIG);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[512 * Long.BYTES]);
    private final Outputs outputs = new Outputs();
    private LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 1, clock);
    private int end;
    private long lastBaseNs;

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @Test
    void shouldCountTheResponseFromTheIntendedTime()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 16, INTENDED_NS);
        run(0, 16);

        assertOne(ACKNOWLEDGED_NS - INTENDED_NS, recorder.responses().histograms().response());
        assertOne(ACKNOWLEDGED_NS - INTENDED_NS, recorder.responses().histograms().responseByVm().get(0));
    }

    @Test
    void shouldCountTheServiceFromTheDrain()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        run(0, 7);

        assertOne(ACKNOWLEDGED_NS - DRAINED_NS, recorder.responses().histograms().service());
    }

    @ParameterizedTest
    @CsvSource({"late, 20", "queued, 40", "translated, 80", "signalled, 160", "acknowledged, 320", "deactivated, 0"})
    void shouldMeasureEachStage(final String stage, final long ns)
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        run(0, 7);

        assertOne(ns, recorder.responses().histograms().stages().get(stage));
    }

    @ParameterizedTest
    @ValueSource(longs = {BASE_NS, INTENDED_NS, SENT_NS})
    void shouldHaveStagesThatAddUpToTheResponse(final long intendedNs)
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, intendedNs);
        run(0, 7);

        assertOne(ACKNOWLEDGED_NS - intendedNs, recorder.responses().histograms().response());
        assertEquals(ACKNOWLEDGED_NS - intendedNs, sumOfStages());
    }

    @Test
    void shouldHaveStagesThatAddUpWhenABatchIsSentWhileTheEngineReadsItsClock()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        run(0, 7, SENT_NS - 5);

        assertOne(0, recorder.responses().histograms().stages().get("queued"));
        assertOne(ACKNOWLEDGED_NS - SENT_NS, recorder.responses().histograms().service());
        assertEquals(ACKNOWLEDGED_NS - INTENDED_NS, sumOfStages());
    }

    @Test
    void shouldHaveStagesThatAddUpWhenTheAcknowledgeComesBeforeTheLastIsRaised()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        recorder.drained(frame, 0, end, DRAINED_NS);
        acknowledge(0, 7, ACKNOWLEDGED_NS);

        assertEquals(ACKNOWLEDGED_NS - INTENDED_NS, sumOfStages());
    }

    @Test
    void shouldRecordTheLastBatchOfTheLargestDrain()
    {
        final UnsafeBuffer wide = new UnsafeBuffer(new byte[DrainLimit.WORDS_MAX * Long.BYTES]);
        int at = 0;
        while (at < wide.capacity())
        {
            Commands.time(wide, at, BASE_NS, SENT_NS);
            at += 2 * Long.BYTES;
        }
        wide.putLong(at - Long.BYTES, Commands.msi(0, 7, 0));                   // in place of the last time
        wide.putLong(at - 2 * Long.BYTES, Commands.msi(0, 9, 0));

        recorder.drained(wide, 0, at, DRAINED_NS);
        recorder.raised(RAISED_NS);
        acknowledge(0, 7, ACKNOWLEDGED_NS);

        assertOne(ACKNOWLEDGED_NS - BASE_NS, recorder.responses().histograms().response());
    }

    @Test
    void shouldMeasureTheWakeOfAGuestThatIsEnteredAfterTheRaise()
    {
        batch(BASE_NS, SENT_NS);
        event(1, 16, INTENDED_NS);
        drain(DRAINED_NS);
        enter(1, 0, RAISED_NS + 100);
        acknowledge(0, 16, ACKNOWLEDGED_NS);

        assertOne(100, stage("woken"));
        assertOne(ACKNOWLEDGED_NS - RAISED_NS - 100, stage("acknowledged"));
        assertOne(ACKNOWLEDGED_NS - INTENDED_NS, recorder.responses().histograms().responseByVm().get(1));
        assertEquals(ACKNOWLEDGED_NS - INTENDED_NS, sumOfStages());
    }

    @Test
    void shouldMeasureNoWakeOfAGuestThatWasEnteredBeforeTheRaise()
    {
        enter(1, 0, SENT_NS);
        batch(BASE_NS, SENT_NS);
        event(1, 16, BASE_NS);
        event(1, 32, BASE_NS);
        run(0, 16);
        acknowledge(0, 32, ACKNOWLEDGED_NS);

        assertNull(stage("woken"));
        assertEquals(2, stage("acknowledged").getTotalCount());
    }

    @Test
    void shouldCountWokenAndOtherGuestsOfABatchOnce()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 16, BASE_NS);
        event(1, 16, BASE_NS);
        drain(DRAINED_NS);
        enter(1, 2, RAISED_NS + 100);
        outputs.acknowledged(0, lpi(16));
        outputs.acknowledged(2, lpi(16));
        recorder.applied(outputs, ACKNOWLEDGED_NS);

        assertOne(100, stage("woken"));
        assertEquals(2, stage("acknowledged").getTotalCount());
        assertEquals(2, stage("deactivated").getTotalCount());
        assertEquals(2, stage("late").getTotalCount());
    }

    @Test
    void shouldGiveEachBatchOfADrainItsOwnTimes()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 16, BASE_NS);
        batch(BASE_NS + 50, SENT_NS + 20);
        event(1, 32, BASE_NS + 50);
        drain(DRAINED_NS);
        outputs.acknowledged(0, lpi(16));
        outputs.acknowledged(TOPOLOGY.vpes(0), lpi(32));
        recorder.applied(outputs, ACKNOWLEDGED_NS);

        assertOne(ACKNOWLEDGED_NS - BASE_NS, recorder.responses().histograms().responseByVm().get(0));
        assertOne(ACKNOWLEDGED_NS - BASE_NS - 50, recorder.responses().histograms().responseByVm().get(1));
        assertEquals(SENT_NS - BASE_NS, stage("late").getMaxValue());
        assertEquals(0, stage("late").getMinValue());
        assertEquals(DRAINED_NS - SENT_NS, stage("queued").getMaxValue());
        assertEquals(DRAINED_NS - SENT_NS - 20, stage("queued").getMinValue());
        assertEquals(2, recorder.responses().histograms().service().getTotalCount());
    }

    @Test
    void shouldCountFromTheFirstEventWhenALaterOneIsCoalesced()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        drain(DRAINED_NS);
        end = 0;
        batch(BASE_NS + 100, SENT_NS + 100);
        event(0, 7, BASE_NS + 100);
        run(0, 7);

        assertOne(ACKNOWLEDGED_NS - INTENDED_NS, recorder.responses().histograms().response());
    }

    @Test
    void shouldCountAnewWhenAnInterruptWasAcknowledged()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        run(0, 7);
        acknowledge(0, 7, ACKNOWLEDGED_NS + 1);

        assertEquals(1, recorder.responses().histograms().response().getTotalCount());
    }

    @Test
    void shouldForgetWhatWasIntendedBeforeItBegins()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        event(0, 8, BASE_NS);
        run(0, 7);
        recorder.begin(BASE_NS + 1);
        acknowledge(0, 8, ACKNOWLEDGED_NS);

        assertEquals(0, recorder.responses().histograms().response().getTotalCount());
        assertEquals(0, recorder.responses().histograms().responseByVm().get(0).getTotalCount());
        assertEquals(0, recorder.responses().histograms().service().getTotalCount());
        recorder.responses().histograms().stages().forEach((name, stage) ->
            assertEquals(0, stage.getTotalCount(), name));
    }

    @Test
    void shouldRecordWhatIsIntendedWhenItBegins()
    {
        recorder.begin(BASE_NS);
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        run(0, 7);

        assertOne(ACKNOWLEDGED_NS - INTENDED_NS, recorder.responses().histograms().response());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void shouldSampleWhatTheHashDraws(final int every)
    {
        recorder = new LatencyRecorder(TOPOLOGY, every, clock);
        batch(BASE_NS, SENT_NS);
        int expected = 0;
        for (int id = 0; id < TOPOLOGY.events(0); id++)
        {
            event(0, id, BASE_NS);
            expected += isDrawn(id, 2 + id, every) ? 1 : 0;                     // behind the TIME
        }
        drain(DRAINED_NS);
        for (int id = 0; id < TOPOLOGY.events(0); id++)
        {
            outputs.acknowledged(0, lpi(id));
        }
        recorder.applied(outputs, ACKNOWLEDGED_NS);

        assertTrue(expected > 0 && expected < TOPOLOGY.events(0), "a sample");
        assertEquals(expected, recorder.responses().histograms().response().getTotalCount());
        assertEquals(expected, recorder.responses().histograms().responseByVm().get(0).getTotalCount());
        for (final Map.Entry<String, Histogram> stage : recorder.responses().histograms().stages().entrySet())
        {
            assertEquals(expected, stage.getValue().getTotalCount(), stage.getKey());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void shouldReadTheClockForTheTranslationOfASampledEventOnly(final int eventId)
    {
        final AtomicInteger reads = new AtomicInteger();
        recorder = new LatencyRecorder(TOPOLOGY, 4, reads::incrementAndGet);
        batch(BASE_NS, SENT_NS);
        event(0, eventId, BASE_NS);

        drain(DRAINED_NS);

        assertEquals(isDrawn(eventId, 2, 4) ? 1 : 0, reads.get());
    }

    @Test
    void shouldTakeNothingWhenItIsOff()
    {
        recorder = new LatencyRecorder(TOPOLOGY, 0, clock);
        batch(BASE_NS, SENT_NS);
        event(0, 0, BASE_NS);
        run(0, 0);

        assertEquals(0, recorder.responses().histograms().response().getTotalCount());
    }

    @Test
    void shouldKeepTheStampsOfABatchWhileAnInterruptWaits()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 16, INTENDED_NS);
        drain(DRAINED_NS);
        final int rounds = 10 * TOPOLOGY.totalLpis();
        for (int i = 1; i <= rounds; i++)
        {
            end = 0;
            batch(BASE_NS + 1000L * i, BASE_NS + 1000L * i);
            event(1, 32, BASE_NS + 1000L * i);
            recorder.drained(frame, 0, end, BASE_NS + 1000L * i);
            recorder.raised(BASE_NS + 1000L * i);
            acknowledge(1, 32, BASE_NS + 1000L * i + 1);
        }
        acknowledge(0, 16, ACKNOWLEDGED_NS);

        assertEquals(0, recorder.unstamped());
        assertEquals(rounds, recorder.responses().histograms().responseByVm().get(1).getTotalCount());
        assertOne(ACKNOWLEDGED_NS - INTENDED_NS, recorder.responses().histograms().responseByVm().get(0));
        assertEquals(40, stage("queued").getMaxValue());
    }

    @Test
    void shouldKeepTheSlowestResponses()
    {
        recorder.responses().keepOutliers(2);
        recorder.sequence(() -> 100);
        batch(BASE_NS, SENT_NS);
        event(0, 1, BASE_NS + 30);
        event(1, 2, BASE_NS + 10);
        event(0, 3, BASE_NS + 20);
        event(0, 4, BASE_NS);
        drain(DRAINED_NS);
        outputs.acknowledged(0, lpi(1));
        outputs.acknowledged(TOPOLOGY.vpes(0), lpi(2));
        outputs.acknowledged(0, lpi(3));
        outputs.acknowledged(0, lpi(4));
        recorder.applied(outputs, ACKNOWLEDGED_NS);

        assertEquals(List.of(
            outlier().command(105).vmId(0).lpiId(4).intendedNs(BASE_NS).outlier(),
            outlier().command(103).vmId(1).lpiId(2).intendedNs(BASE_NS + 10).outlier()),
            recorder.responses().outliers());
        assertEquals(ACKNOWLEDGED_NS - BASE_NS,
            recorder.responses().outliers().get(0).stages().values().stream().mapToLong(ns -> ns).sum());
    }

    @Test
    void shouldCountTheCommandsInFrontOfAnOutlier()
    {
        recorder.sequence(() -> 100);
        batch(BASE_NS, SENT_NS);
        event(0, 1, BASE_NS);
        batch(BASE_NS, SENT_NS);
        event(0, 7, BASE_NS);
        run(0, 7);

        assertEquals(104, recorder.responses().outliers().get(0).command());
    }

    @Test
    void shouldForgetOutliersWhenItBegins()
    {
        batch(BASE_NS, SENT_NS);
        event(0, 7, BASE_NS);
        run(0, 7);
        recorder.begin(ACKNOWLEDGED_NS);

        assertEquals(List.of(), recorder.responses().outliers());
    }

    @Test
    void shouldKeepTheFirstInterruptThatMeetsACondition()
    {
        final ResponseStops stops =
            new ResponseStops(Conditions.parse("response > 1ns", StopConditions.FORM), List.of(), List.of());
        recorder.responses().stopIf(stops);
        batch(BASE_NS, SENT_NS);
        event(0, 7, INTENDED_NS);
        event(0, 9, INTENDED_NS);
        drain(DRAINED_NS);
        acknowledge(0, 7, ACKNOWLEDGED_NS);
        acknowledge(0, 9, ACKNOWLEDGED_NS);

        assertEquals(7, stops.met().lpiId());
    }

    private static boolean isDrawn(final int event, final long command, final int every)
    {
        return SampleHash.isDrawn(0, event, command, SampleHash.limit(every));
    }

    private void run(final int vmId, final int lpiId)
    {
        run(vmId, lpiId, DRAINED_NS);
    }

    private void run(final int vmId, final int lpiId, final long drainedNs)
    {
        drain(drainedNs);
        acknowledge(vmId, lpiId, ACKNOWLEDGED_NS);
    }

    private void drain(final long drainedNs)
    {
        recorder.drained(frame, 0, end, drainedNs);
        clock.update(TRANSLATED_NS);
        recorder.onTranslated();
        recorder.raised(RAISED_NS);
    }

    /** Enters the guest of a VM on a PE. */
    private void enter(final int vmId, final int pe, final long nowNs)
    {
        final UnsafeBuffer run = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        recorder.scheduled(run, 0, KvmVerb.RUN.encode(run, 0, 0, vmId, 0, pe), nowNs);
    }

    private void acknowledge(final int vmId, final int lpiId, final long nowNs)
    {
        outputs.acknowledged(vmId * TOPOLOGY.vpes(0), lpi(lpiId));
        recorder.applied(outputs, nowNs);
        outputs.clear();
    }

    private void batch(final long baseNs, final long sentNs)
    {
        end = Commands.time(frame, end, baseNs, sentNs);
        lastBaseNs = baseNs;
    }

    private void event(final int vmId, final int lpiId, final long intendedNs)
    {
        frame.putLong(end, Commands.msi(TOPOLOGY.deviceOfLpi(vmId, lpiId), TOPOLOGY.eventOfLpi(vmId, lpiId),
            (int)(intendedNs - lastBaseNs)));
        end += Long.BYTES;
    }

    private long sumOfStages()
    {
        long sum = 0;
        for (final Map.Entry<String, Histogram> stage : recorder.responses().histograms().stages().entrySet())
        {
            assertEquals(1, stage.getValue().getTotalCount(), stage.getKey());
            sum += stage.getValue().getMaxValue();
        }

        return sum;
    }

    private Histogram stage(final String name)
    {
        return recorder.responses().histograms().stages().get(name);
    }

    private static int lpi(final int id)
    {
        return Intid.of(Intid.TYPE_LPI, id);
    }

    private static void assertOne(final long ns, final Histogram histogram)
    {
        assertEquals(1, histogram.getTotalCount());
        assertEquals(ns, histogram.getMaxValue());
    }

    /** Begins an outlier with the times of a batch that is drained and acknowledged alone. */
    private static SampledInterrupt outlier()
    {
        return new SampledInterrupt().sentNs(SENT_NS).drainedNs(DRAINED_NS).translatedNs(TRANSLATED_NS)
            .raisedNs(RAISED_NS).nowNs(ACKNOWLEDGED_NS);
    }
}

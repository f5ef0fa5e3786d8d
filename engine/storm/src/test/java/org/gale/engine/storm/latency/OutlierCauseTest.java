package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OutlierCauseTest
{
    private static final long MS = 1_000_000;
    private static final long INTENDED_NS = 100 * MS;
    private static final long SENT_NS = 104 * MS;
    private static final long NOW_NS = 112 * MS;
    private static final Outlier OUTLIER = new SampledInterrupt().command(7).vmId(1).lpiId(2)
        .intendedNs(INTENDED_NS).sentNs(SENT_NS).drainedNs(105 * MS).translatedNs(106 * MS).raisedNs(107 * MS)
        .nowNs(NOW_NS).outlier();

    private final NoteLog engine = new NoteLog();
    private final NoteLog generator = new NoteLog();
    private final NoteLog bursts = new NoteLog();
    private final NoteLog jvm = new NoteLog();

    @ParameterizedTest
    @EnumSource(value = NoteKind.class, mode = EnumSource.Mode.EXCLUDE, names = {"COLLECTION", "BURST"})
    void shouldNameWhatTheEngineNoted(final NoteKind kind)
    {
        engine.add(kind, INTENDED_NS + MS, INTENDED_NS + 5 * MS, 1);

        assertEquals(new OutlierCause(kind, "engine", 4 * MS, false, 0), cause());
    }

    @Test
    void shouldNameATransitionOnlyOfTheSameVmAndOnlyWhenItEndedBeforeTheAcknowledge()
    {
        engine.add(NoteKind.TRANSITION, INTENDED_NS, INTENDED_NS + 9 * MS, 2);
        engine.add(NoteKind.TRANSITION, INTENDED_NS, NOW_NS + 1, 1);
        assertEquals("unknown", cause().label());

        engine.add(NoteKind.TRANSITION, INTENDED_NS - MS, INTENDED_NS + 4 * MS, 1);

        assertEquals("transition of the vCPU", cause().label());
        assertEquals(4 * MS, cause().overlapNs());
    }

    @Test
    void shouldBeUnknownWhenNothingWasNoted()
    {
        assertEquals("unknown", cause().label());
    }

    @Test
    void shouldBeUnknownWhenAMomentExplainsLessThanAQuarter()
    {
        engine.add(NoteKind.STALL, INTENDED_NS, INTENDED_NS + 3 * MS - 1, 1);

        assertEquals(OutlierCause.UNKNOWN, cause());
    }

    @Test
    void shouldNameWhatExplainsAQuarter()
    {
        engine.add(NoteKind.STALL, INTENDED_NS - 50 * MS, INTENDED_NS + 3 * MS, 1);

        assertEquals("stall of the engine", cause().label());
        assertEquals(3 * MS, cause().overlapNs());
    }

    @Test
    void shouldNameTheMomentThatOverlapsMost()
    {
        engine.add(NoteKind.DIGEST, INTENDED_NS, INTENDED_NS + 4 * MS, 1);
        engine.add(NoteKind.SNAPSHOT, INTENDED_NS + 4 * MS, NOW_NS + 90 * MS, 1);

        assertEquals("snapshot", cause().label());
    }

    @Test
    void shouldNameTheStallInsideAWaitWhenItCoversMost()
    {
        engine.add(NoteKind.STALL, INTENDED_NS + 2 * MS, INTENDED_NS + 7 * MS, 1);
        engine.add(NoteKind.SPACE, INTENDED_NS + MS, INTENDED_NS + 10 * MS, 1);

        assertEquals(new OutlierCause(NoteKind.STALL, "engine", 5 * MS, false, 0), cause());
    }

    @Test
    void shouldNameTheWaitAroundAStallWhenTheRestCoversMost()
    {
        engine.add(NoteKind.STALL, INTENDED_NS + 2 * MS, INTENDED_NS + 6 * MS, 1);
        engine.add(NoteKind.SPACE, INTENDED_NS + MS, INTENDED_NS + 10 * MS, 1);

        assertEquals(new OutlierCause(NoteKind.SPACE, "engine", 5 * MS, false, 0), cause());
    }

    @Test
    void shouldAddUpMomentsOfOneKind()
    {
        engine.add(NoteKind.STALL, INTENDED_NS, INTENDED_NS + 4 * MS, 1);
        engine.add(NoteKind.APPEND, INTENDED_NS + 4 * MS, INTENDED_NS + 7 * MS, 1);
        engine.add(NoteKind.APPEND, INTENDED_NS + 8 * MS, INTENDED_NS + 10 * MS, 1);

        assertEquals(new OutlierCause(NoteKind.APPEND, "engine", 5 * MS, false, 0), cause());
    }

    @Test
    void shouldNotCountAPauseForTheCompilationsBesideIt()
    {
        final long pauseNs = 50 * MS;
        final Outlier paused = new SampledInterrupt().command(7).vmId(1).lpiId(2).sentNs(pauseNs).drainedNs(pauseNs)
            .translatedNs(pauseNs).raisedNs(pauseNs).nowNs(60 * MS).outlier();
        engine.add(NoteKind.STALL, 2 * MS, 2 * MS + pauseNs, pauseNs);
        engine.add(NoteKind.COMPILATION, 2 * MS + pauseNs, 58 * MS, 6 * MS);

        assertEquals(new OutlierCause(NoteKind.STALL, "engine", pauseNs, false, 0),
            OutlierCause.of(paused, List.of(new OutlierCause.Source("engine", engine.since(0)))));
    }

    @Test
    void shouldPreferAMomentToTheBatchAroundIt()
    {
        engine.add(NoteKind.STALL, INTENDED_NS, INTENDED_NS + 4 * MS, 1);
        engine.add(NoteKind.BATCH, INTENDED_NS, NOW_NS, 1);

        assertEquals("stall of the engine", cause().label());
    }

    @Test
    void shouldNameAStallOfTheGeneratorBeforeTheOffer()
    {
        generator.add(NoteKind.STALL, INTENDED_NS - MS, SENT_NS, 1);

        assertEquals("stall of the generator", cause().label());
    }

    @Test
    void shouldNotBlameTheGeneratorAfterTheOffer()
    {
        generator.add(NoteKind.STALL, SENT_NS, NOW_NS, 1);

        assertEquals(OutlierCause.UNKNOWN, cause());
    }

    @Test
    void shouldNameACollectionWithItsResolutionBeforeTheStallThatItMade()
    {
        engine.add(NoteKind.STALL, INTENDED_NS + MS, INTENDED_NS + 7 * MS, 1);
        jvm.add(NoteKind.COLLECTION, INTENDED_NS + 2 * MS, INTENDED_NS + 5 * MS, 0);

        assertEquals("garbage collection ±1 ms", cause().label());
    }

    @Test
    void shouldNameWhatABacklogWasLeftBy()
    {
        engine.add(NoteKind.STALL, INTENDED_NS - 30 * MS, INTENDED_NS - 10 * MS, 1);
        engine.add(NoteKind.BACKLOG, INTENDED_NS - 10 * MS, NOW_NS + MS, 90_000);

        assertEquals("after a stall of the engine", cause().label());
    }

    @Test
    void shouldNotBlameAMomentThatIsShortBesideTheResponseForABacklog()
    {
        engine.add(NoteKind.STALL, INTENDED_NS - 11 * MS, INTENDED_NS - 10 * MS, 1);
        engine.add(NoteKind.BACKLOG, INTENDED_NS - 10 * MS, NOW_NS + MS, 90_000);

        assertEquals("backlog", cause().label());
    }

    @Test
    void shouldNotBlameAMomentLongBeforeTheResponseForABacklog()
    {
        final long longAgoNs = INTENDED_NS - 140 * MS;
        engine.add(NoteKind.STALL, longAgoNs, longAgoNs + 15 * MS, 1);
        engine.add(NoteKind.BACKLOG, longAgoNs + 15 * MS, NOW_NS + MS, 90_000);

        assertEquals("backlog", cause().label());
    }

    @Test
    void shouldNameAParkWhenNothingElseWasNoted()
    {
        engine.add(NoteKind.PARK, INTENDED_NS, INTENDED_NS + 4 * MS, 4 * MS);

        assertEquals("park of the engine", cause().label());
    }

    @Test
    void shouldNameTheWaitForSpaceInWhichTheEngineParked()
    {
        engine.add(NoteKind.PARK, INTENDED_NS, INTENDED_NS + 4 * MS, 4 * MS);
        engine.add(NoteKind.SPACE, INTENDED_NS, INTENDED_NS + 5 * MS, 1);

        assertEquals("wait for journal space", cause().label());
    }

    @Test
    void shouldNameTheBurstOfAnotherVmThatMadeTheBacklog()
    {
        engine.add(NoteKind.BACKLOG, INTENDED_NS, NOW_NS, 90_000);
        bursts.add(NoteKind.BURST, INTENDED_NS + MS, INTENDED_NS + 4 * MS, 3);

        assertEquals(new OutlierCause(NoteKind.BURST, "VM 3", 3 * MS, true, 0), cause());
        assertEquals("after a burst of VM 3", cause().label());
    }

    @Test
    void shouldNameTheBurstOfItsOwnVm()
    {
        bursts.add(NoteKind.BURST, INTENDED_NS, NOW_NS, OUTLIER.vmId());

        assertEquals("burst of its own VM", cause().label());
    }

    @Test
    void shouldNotNameABurstOfLessThanAQuarter()
    {
        engine.add(NoteKind.BACKLOG, INTENDED_NS, NOW_NS, 90_000);
        bursts.add(NoteKind.BURST, INTENDED_NS, INTENDED_NS + 3 * MS - 1, 3);

        assertEquals("backlog", cause().label());
    }

    @Test
    void shouldNameTheStallThatABurstCameWith()
    {
        engine.add(NoteKind.STALL, INTENDED_NS, INTENDED_NS + 4 * MS, 1);
        bursts.add(NoteKind.BURST, INTENDED_NS, NOW_NS, 3);

        assertEquals("stall of the engine", cause().label());
    }

    @Test
    void shouldNameABacklogThatNothingLeft()
    {
        engine.add(NoteKind.STALL, INTENDED_NS - 30 * MS, INTENDED_NS - 20 * MS, 1);
        engine.add(NoteKind.BACKLOG, INTENDED_NS - 10 * MS, NOW_NS + MS, 90_000);

        assertEquals("backlog", cause().label());
    }

    @Test
    void shouldNeedTheMomentsOfTenResponsesAndAMillisecondBefore()
    {
        assertEquals(-21 * MS, OutlierCause.sinceNs(OUTLIER));
    }

    @ParameterizedTest(name = "stall from {0} ms to {1} ms")
    @CsvSource({"1, 6", "5, 10", "2, 7"})
    void shouldNameTheStallInsideAWaitInWhateverOrderTheyWereNoted(final int from, final int to)
    {
        engine.add(NoteKind.SPACE, INTENDED_NS + MS, INTENDED_NS + 10 * MS, 1);
        engine.add(NoteKind.STALL, INTENDED_NS + from * MS, INTENDED_NS + to * MS, 1);

        assertEquals(new OutlierCause(NoteKind.STALL, "engine", 5 * MS, false, 0), cause());
    }

    @Test
    void shouldNameATransitionThatEndedWithTheAcknowledge()
    {
        engine.add(NoteKind.TRANSITION, INTENDED_NS + 8 * MS, NOW_NS, OUTLIER.vmId());

        assertEquals("transition of the vCPU", cause().label());
    }

    @Test
    void shouldNameTheFirstOfEqualCauses()
    {
        engine.add(NoteKind.STALL, INTENDED_NS, INTENDED_NS + 4 * MS, 1);
        generator.add(NoteKind.STALL, INTENDED_NS, INTENDED_NS + 4 * MS, 1);

        assertEquals("stall of the engine", cause().label());
    }

    @Test
    void shouldNameTheFirstOfEqualBursts()
    {
        bursts.add(NoteKind.BURST, INTENDED_NS, INTENDED_NS + 4 * MS, 3);
        bursts.add(NoteKind.BURST, INTENDED_NS + 5 * MS, INTENDED_NS + 9 * MS, 4);

        assertEquals("after a burst of VM 3", cause().label());
    }

    @Test
    void shouldFollowABacklogOfAQuarterToAStallThatEndedAMillisecondBefore()
    {
        engine.add(NoteKind.STALL, INTENDED_NS - 20 * MS, INTENDED_NS - 11 * MS, 1);
        engine.add(NoteKind.BACKLOG, INTENDED_NS - 10 * MS, INTENDED_NS + 3 * MS, 90_000);

        assertEquals(new OutlierCause(NoteKind.STALL, "engine", 9 * MS, true, 0), cause());
    }

    @Test
    void shouldNotFollowABacklogOfLessThanAQuarter()
    {
        engine.add(NoteKind.STALL, INTENDED_NS - 20 * MS, INTENDED_NS - 11 * MS, 1);
        engine.add(NoteKind.BACKLOG, INTENDED_NS - 10 * MS, INTENDED_NS + 3 * MS - 1, 90_000);

        assertEquals(OutlierCause.UNKNOWN, cause());
    }

    private OutlierCause cause()
    {
        return OutlierCause.of(OUTLIER, List.of(new OutlierCause.Source("engine", engine.since(0)),
            new OutlierCause.Source("generator", generator.since(0)),
            new OutlierCause.Source(OutlierCause.VMS, bursts.since(0)),
            new OutlierCause.Source("JVM", jvm.since(0))));
    }
}

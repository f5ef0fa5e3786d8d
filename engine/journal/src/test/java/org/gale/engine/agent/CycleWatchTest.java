package org.gale.engine.agent;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.host.HostMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CycleWatchTest
{
    private static final long BEGIN_NS = 1_000_000;
    private static final long SLOW_NS = CycleWatch.SLOW_NS;

    private long cpuNs;
    private long compilerNs;
    private final CycleWatch watch = new CycleWatch(new FakeMeter());

    @Test
    void shouldNoteNothingWhenCyclesAreShort()
    {
        watch.begins(BEGIN_NS);
        run(SLOW_NS - 1);
        watch.ends(BEGIN_NS, BEGIN_NS + SLOW_NS - 1, 7);
        watch.begins(BEGIN_NS + 2 * SLOW_NS - 2);

        assertEquals(List.of(), notes());
        assertEquals(0, watch.longestNs());
    }

    @Test
    void shouldNoteALongCycleWhenItsThreadRan()
    {
        watch.begins(BEGIN_NS);
        run(SLOW_NS);
        watch.ends(BEGIN_NS, BEGIN_NS + SLOW_NS, 2_048);

        assertEquals(List.of(new Note(NoteKind.BATCH, BEGIN_NS, BEGIN_NS + SLOW_NS, 2_048)), notes());
        assertEquals(0, watch.longestNs());
    }

    @Test
    void shouldNoteAStallWhenItsThreadHadNoCoreForHalfOfIt()
    {
        watch.begins(BEGIN_NS);
        run(SLOW_NS / 2);
        watch.ends(BEGIN_NS, BEGIN_NS + SLOW_NS, 2_048);

        assertEquals(List.of(new Note(NoteKind.STALL, BEGIN_NS, BEGIN_NS + SLOW_NS, SLOW_NS / 2)), notes());
        assertEquals(SLOW_NS / 2, watch.longestNs());
    }

    @Test
    void shouldNoteASnapshotBesideTheStallInIt()
    {
        watch.begins(BEGIN_NS);
        watch.did(NoteKind.SNAPSHOT, BEGIN_NS, BEGIN_NS + SLOW_NS, 7);

        assertEquals(List.of(NoteKind.STALL, NoteKind.SNAPSHOT), notes().stream().map(Note::kind).toList());
    }

    @Test
    void shouldNoteACompilationWhenCompilersTookTheCore()
    {
        watch.begins(BEGIN_NS);
        compilerNs += SLOW_NS;
        watch.ends(BEGIN_NS, BEGIN_NS + SLOW_NS, 2_048);

        assertEquals(List.of(new Note(NoteKind.COMPILATION, BEGIN_NS, BEGIN_NS + SLOW_NS, SLOW_NS)), notes());
    }

    @Test
    void shouldNoteAPauseAsAStallWhenCompilersRanLongBeforeIt()
    {
        final long pauseNs = 50_000_000;
        final long lastNs = BEGIN_NS + 20_000_000;
        watch.begins(BEGIN_NS);
        compilerNs += 40_000_000;                                               // two threads for 20 ms
        for (long nowNs = BEGIN_NS; nowNs <= lastNs; nowNs += SLOW_NS / 2)
        {
            run(SLOW_NS / 2);
            watch.begins(nowNs);
        }
        watch.begins(lastNs + pauseNs);

        assertEquals(List.of(new Note(NoteKind.STALL, lastNs, lastNs + pauseNs, pauseNs)), notes());
        assertEquals(pauseNs, watch.longestNs());
    }

    @ParameterizedTest
    @CsvSource({"25_000_000, COMPILATION", "24_999_999, STALL"})
    void shouldTellACompilationByHalfOfTheTimeWithoutACore(final String compiledNs, final NoteKind kind)
    {
        watch.begins(BEGIN_NS);
        compilerNs += Long.parseLong(compiledNs.replace("_", ""));
        watch.begins(BEGIN_NS + 50_000_000);

        assertEquals(List.of(new Note(kind, BEGIN_NS, BEGIN_NS + 50_000_000, 50_000_000)), notes());
    }

    @Test
    void shouldNoteAStallWhenTheHostTellsNoTimeOfCompilers()
    {
        compilerNs = HostMeter.MISSING;
        watch.begins(BEGIN_NS);
        watch.begins(BEGIN_NS + 50_000_000);

        assertEquals(NoteKind.STALL, notes().get(0).kind());
    }

    @Test
    void shouldNoteAGapBetweenCyclesOfWork()
    {
        watch.begins(BEGIN_NS);
        watch.ends(BEGIN_NS, BEGIN_NS + 1, 1);
        watch.begins(BEGIN_NS + 1 + SLOW_NS);

        assertEquals(
            List.of(new Note(NoteKind.STALL, BEGIN_NS + 1, BEGIN_NS + 1 + SLOW_NS, SLOW_NS)), notes());
    }

    @Test
    void shouldNoteAStallWhenAThreadWithoutWorkIsNotParkedYet()
    {
        final long lastNs = idle(CycleWatch.CYCLES_BEFORE_PARK);
        watch.begins(lastNs + SLOW_NS);

        assertEquals(List.of(new Note(NoteKind.STALL, lastNs, lastNs + SLOW_NS, SLOW_NS)), notes());
    }

    @Test
    void shouldNoteParksInARowAsOne()
    {
        final long lastNs = idle(CycleWatch.CYCLES_BEFORE_PARK + 1);
        watch.begins(lastNs + SLOW_NS);
        watch.begins(lastNs + SLOW_NS + CycleWatch.IDLE_NS - 1);

        assertEquals(List.of(new Note(NoteKind.PARK, lastNs, lastNs + SLOW_NS + CycleWatch.IDLE_NS - 1,
            SLOW_NS + CycleWatch.IDLE_NS - 1)), notes());
        assertEquals(0, watch.longestNs());
    }

    @Test
    void shouldNoteAStallWhenAGapIsTooLongForAPark()
    {
        final long lastNs = idle(CycleWatch.CYCLES_BEFORE_PARK + 1);
        watch.begins(lastNs + CycleWatch.IDLE_NS);

        assertEquals(NoteKind.STALL, notes().get(0).kind());
    }

    @Test
    void shouldNotParkAThreadThatHadWork()
    {
        final long lastNs = idle(CycleWatch.CYCLES_BEFORE_PARK + 1);
        watch.works();
        watch.begins(lastNs + SLOW_NS);

        assertEquals(NoteKind.STALL, notes().get(0).kind());
    }

    @Test
    void shouldNotParkAThreadWhoseLastCycleHadWork()
    {
        final long lastNs = idle(CycleWatch.CYCLES_BEFORE_PARK + 1);
        watch.ends(lastNs, lastNs + 1, 1);
        watch.begins(lastNs + 1 + SLOW_NS);

        assertEquals(List.of(new Note(NoteKind.STALL, lastNs + 1, lastNs + 1 + SLOW_NS, SLOW_NS)), notes());
    }

    @Test
    void shouldNoteLongCyclesInARowAsOne()
    {
        watch.begins(BEGIN_NS);
        run(SLOW_NS);
        watch.ends(BEGIN_NS, BEGIN_NS + SLOW_NS, 2_048);
        run(2 * SLOW_NS);
        watch.ends(BEGIN_NS + 2 * SLOW_NS, BEGIN_NS + 3 * SLOW_NS, 1_000);
        run(2 * SLOW_NS);
        watch.ends(BEGIN_NS + 4 * SLOW_NS + 1, BEGIN_NS + 5 * SLOW_NS + 1, 7);

        assertEquals(List.of(new Note(NoteKind.BATCH, BEGIN_NS, BEGIN_NS + 3 * SLOW_NS, 3_048),
            new Note(NoteKind.BATCH, BEGIN_NS + 4 * SLOW_NS + 1, BEGIN_NS + 5 * SLOW_NS + 1, 7)), notes());
    }

    @Test
    void shouldTellTheMomentsThatEndedSinceATimeAndTheBacklogInHand()
    {
        watch.notes().add(NoteKind.DIGEST, 100, 199, 1);
        watch.notes().add(NoteKind.APPEND, 150, 200, 2);
        watch.drained(300, 2_000, true);

        assertEquals(List.of(new Note(NoteKind.APPEND, 150, 200, 2),
            new Note(NoteKind.BACKLOG, 300, 400, 2_000)), watch.since(200, 400));
    }

    @Test
    void shouldCountAStallOnceWhenItLiesInsideALongCycle()
    {
        watch.begins(BEGIN_NS);
        watch.did(NoteKind.APPEND, BEGIN_NS, BEGIN_NS + SLOW_NS, 4_096);
        run(SLOW_NS);
        watch.ends(BEGIN_NS, BEGIN_NS + 2 * SLOW_NS, 2_048);

        assertEquals(List.of(NoteKind.STALL, NoteKind.BATCH), notes().stream().map(Note::kind).toList());
    }

    @Test
    void shouldKeepTheKindWhenTheHostTellsNoProcessorTime()
    {
        final CycleWatch blind = new CycleWatch(HostMeter.NONE);
        blind.begins(BEGIN_NS);
        blind.did(NoteKind.FORCE, BEGIN_NS, BEGIN_NS + SLOW_NS, 3);

        assertEquals(NoteKind.FORCE, blind.notes().note(0).kind());
    }

    @Test
    void shouldNoteABacklogFromTheFirstFullBatchToTheFirstThatIsNot()
    {
        watch.drained(BEGIN_NS, 2_000, true);
        watch.drained(BEGIN_NS + 10, 2_000, true);
        watch.drained(BEGIN_NS + SLOW_NS, 3, false);
        watch.drained(BEGIN_NS + SLOW_NS + 1, 3, false);

        assertEquals(List.of(new Note(NoteKind.BACKLOG, BEGIN_NS, BEGIN_NS + SLOW_NS, 4_000)), notes());
    }

    @Test
    void shouldForgetTheLongestStall()
    {
        watch.begins(BEGIN_NS);
        watch.ends(BEGIN_NS, BEGIN_NS + SLOW_NS, 1);
        watch.reset();

        assertEquals(0, watch.longestNs());
    }

    @Test
    void shouldForgetTheLongestMoments()
    {
        watch.waited(NoteKind.TRANSITION, BEGIN_NS, BEGIN_NS + SLOW_NS, 3);
        watch.reset();
        watch.waited(NoteKind.TRANSITION, BEGIN_NS + 1, BEGIN_NS + 1 + SLOW_NS, 4);

        assertEquals(List.of(4L), watch.notes().longest().stream().map(Note::value).toList());
    }

    /** Notes how long a guest waited though the thread ran all the time. */
    @Test
    void shouldNoteALongWaitOfAGuest()
    {
        watch.waited(NoteKind.TRANSITION, BEGIN_NS, BEGIN_NS + SLOW_NS - 1, 3);
        watch.waited(NoteKind.TRANSITION, BEGIN_NS + 5, BEGIN_NS + 5 + SLOW_NS, 4);

        assertEquals(
            List.of(new Note(NoteKind.TRANSITION, BEGIN_NS + 5, BEGIN_NS + 5 + SLOW_NS, 4)), notes());
    }

    @Test
    void shouldReplaceTheOldestNoteWhenTheLogIsFull()
    {
        final NoteLog log = new NoteLog();
        for (int i = 0; i <= NoteLog.CAPACITY; i++)
        {
            log.add(NoteKind.DIGEST, i, i + 1, i);
        }

        assertEquals(NoteLog.CAPACITY, log.size());
        assertEquals(1, log.note(0).value());
        assertEquals(NoteLog.CAPACITY - 1, log.since(0).size());                // the oldest may be about to go
        assertEquals(NoteLog.CAPACITY, log.note(NoteLog.CAPACITY - 1).value());
    }

    /** Begins cycles without work, 10 ns apart, and returns the time of the last. */
    private long idle(final int cycles)
    {
        for (int i = 0; i < cycles; i++)
        {
            watch.begins(BEGIN_NS + 10L * i);
        }
        run(10L * cycles);

        return BEGIN_NS + 10L * (cycles - 1);
    }

    private void run(final long ns)
    {
        cpuNs += ns;
    }

    private List<Note> notes()
    {
        return IntStream.range(0, watch.notes().size()).mapToObj(watch.notes()::note).toList();
    }

    private final class FakeMeter implements HostMeter
    {
        @Override
        public long compilerNs()
        {
            return MISSING;
        }

        @Override
        public long compilerCpuNs()
        {
            return compilerNs;
        }

        @Override
        public long threadCpuNs()
        {
            return cpuNs;
        }

        @Override
        public long stolenNs()
        {
            return MISSING;
        }

        @Override
        public long throttledNs()
        {
            return MISSING;
        }

        @Override
        public Map<Long, ThreadWait> waits()
        {
            return Map.of();
        }
    }
}

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

        assertEquals(List.of(new NoteLog.Note(NoteKind.BATCH, BEGIN_NS, BEGIN_NS + SLOW_NS, 2_048)), notes());
        assertEquals(0, watch.longestNs());
    }

    @Test
    void shouldNoteAStallWhenItsThreadHadNoCoreForHalfOfIt()
    {
        watch.begins(BEGIN_NS);
        run(SLOW_NS / 2);
        watch.ends(BEGIN_NS, BEGIN_NS + SLOW_NS, 2_048);

        assertEquals(List.of(new NoteLog.Note(NoteKind.STALL, BEGIN_NS, BEGIN_NS + SLOW_NS, SLOW_NS / 2)), notes());
        assertEquals(SLOW_NS / 2, watch.longestNs());
    }

    @Test
    void shouldNoteACompilationWhenCompilersTookTheCore()
    {
        watch.begins(BEGIN_NS);
        compilerNs += SLOW_NS;
        watch.ends(BEGIN_NS, BEGIN_NS + SLOW_NS, 2_048);

        assertEquals(List.of(new NoteLog.Note(NoteKind.COMPILATION, BEGIN_NS, BEGIN_NS + SLOW_NS, SLOW_NS)), notes());
    }

    @Test
    void shouldNoteAPauseAsAStallWhenCompilersRanLongBeforeIt()
    {
        final long pauseNs = 50_000_000;
        final long lastNs = BEGIN_NS + 20_000_000;
        watch.begins(BEGIN_NS);
        compilerNs += 40_000_000;                                               // two threads for 20 ms
        for (long nowNs = BEGIN_NS + SLOW_NS; nowNs <= lastNs; nowNs += SLOW_NS)
        {
            run(SLOW_NS);
            watch.begins(nowNs);
        }
        watch.begins(lastNs + pauseNs);

        assertEquals(List.of(new NoteLog.Note(NoteKind.STALL, lastNs, lastNs + pauseNs, pauseNs)), notes());
        assertEquals(pauseNs, watch.longestNs());
    }

    @ParameterizedTest
    @CsvSource({"25_000_000, COMPILATION", "24_999_999, STALL"})
    void shouldTellACompilationByHalfOfTheTimeWithoutACore(final String compiledNs, final NoteKind kind)
    {
        watch.begins(BEGIN_NS);
        compilerNs += Long.parseLong(compiledNs.replace("_", ""));
        watch.begins(BEGIN_NS + 50_000_000);

        assertEquals(List.of(new NoteLog.Note(kind, BEGIN_NS, BEGIN_NS + 50_000_000, 50_000_000)), notes());
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
            List.of(new NoteLog.Note(NoteKind.STALL, BEGIN_NS + 1, BEGIN_NS + 1 + SLOW_NS, SLOW_NS)), notes());
    }

    @Test
    void shouldLetAThreadParkWhenItHasNoWork()
    {
        watch.begins(BEGIN_NS);
        watch.begins(BEGIN_NS + CycleWatch.IDLE_NS - 1);

        assertEquals(List.of(), notes());

        watch.begins(BEGIN_NS + 2 * CycleWatch.IDLE_NS);

        assertEquals(1, watch.notes().size());
    }

    @Test
    void shouldCountAStallOnceWhenItLiesInsideALongCycle()
    {
        watch.begins(BEGIN_NS);
        watch.did(NoteKind.APPEND, BEGIN_NS, BEGIN_NS + SLOW_NS, 4_096);
        run(SLOW_NS);
        watch.ends(BEGIN_NS, BEGIN_NS + 2 * SLOW_NS, 2_048);

        assertEquals(List.of(NoteKind.STALL, NoteKind.BATCH), notes().stream().map(NoteLog.Note::kind).toList());
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

        assertEquals(List.of(new NoteLog.Note(NoteKind.BACKLOG, BEGIN_NS, BEGIN_NS + SLOW_NS, 4_000)), notes());
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
    void shouldReplaceTheOldestNoteWhenTheLogIsFull()
    {
        final NoteLog log = new NoteLog();
        for (int i = 0; i <= NoteLog.CAPACITY; i++)
        {
            log.add(NoteKind.DIGEST, i, i + 1, i);
        }

        assertEquals(NoteLog.CAPACITY, log.size());
        assertEquals(1, log.note(0).value());
        assertEquals(NoteLog.CAPACITY, log.note(NoteLog.CAPACITY - 1).value());
    }

    private void run(final long ns)
    {
        cpuNs += ns;
    }

    private List<NoteLog.Note> notes()
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
        public Map<String, Long> waitsNs()
        {
            return Map.of();
        }
    }
}

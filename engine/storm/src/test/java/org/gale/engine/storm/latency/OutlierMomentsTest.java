package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutlierMomentsTest
{
    private static final long MS = 1_000_000;
    private static final Outlier FIRST = outlier(100 * MS);
    private static final Outlier SECOND = outlier(103 * MS);

    private final CycleWatch engine = new CycleWatch(HostMeter.NONE);
    private final CycleWatch generator = new CycleWatch(HostMeter.NONE);
    private final NoteLog collections = new NoteLog();
    private final OutlierMoments moments =
        new OutlierMoments(engine, generator, new BurstWatch(new int[0], 1), collections);

    @Test
    void shouldKeepTheMomentsOfAnOutlierWhenTheLogReplacesThem()
    {
        engine.notes().add(NoteKind.STALL, 100 * MS, 108 * MS, 8 * MS);
        moments.keep(1, () -> List.of(FIRST), 110 * MS);
        moments.keep(1, () -> List.of(FIRST), 115 * MS);
        flood();

        assertEquals("stall of the engine", cause(FIRST));
        assertFalse(moments.isDue(1));
    }

    @Test
    void shouldWaitUntilTheListIsCalm()
    {
        moments.keep(1, () -> List.of(FIRST), 110 * MS);
        moments.keep(2, () -> List.of(FIRST, SECOND), 114 * MS);
        moments.keep(2, () -> List.of(FIRST, SECOND), 119 * MS - 1);
        engine.notes().add(NoteKind.SNAPSHOT, 100 * MS, 108 * MS, 1);

        assertTrue(moments.isDue(2));

        moments.keep(2, () -> List.of(FIRST, SECOND), 119 * MS);
        flood();

        assertEquals("snapshot", cause(FIRST));
        assertEquals("snapshot", cause(SECOND));
    }

    @Test
    void shouldNotWaitWhenTheLogHasReplacedHalfOfItsNotes()
    {
        engine.notes().add(NoteKind.STALL, 100 * MS, 108 * MS, 8 * MS);
        moments.keep(1, () -> List.of(FIRST), 110 * MS);
        for (int i = 0; i < NoteLog.CAPACITY / 2; i++)
        {
            engine.notes().add(NoteKind.DIGEST, 111 * MS, 111 * MS + 1, i);
        }
        moments.keep(2, () -> List.of(FIRST, SECOND), 111 * MS);
        flood();

        assertEquals("stall of the engine", cause(FIRST));
    }

    @Test
    void shouldReadTheMomentsOfAnOutlierThatWasNotKept()
    {
        generator.notes().add(NoteKind.STALL, 99 * MS, 104 * MS, 5 * MS);

        assertEquals("stall of the generator", cause(FIRST));
    }

    @Test
    void shouldReadCollectionsAtTheEnd()
    {
        moments.keep(1, () -> List.of(FIRST), 110 * MS);
        moments.keep(1, () -> List.of(FIRST), 115 * MS);
        collections.add(NoteKind.COLLECTION, 101 * MS, 106 * MS, 0);

        assertEquals("garbage collection ±1 ms", cause(FIRST));
    }

    private String cause(final Outlier outlier)
    {
        return OutlierCause.of(outlier, moments.of(outlier, 200 * MS)).label();
    }

    private void flood()
    {
        for (int i = 0; i < NoteLog.CAPACITY; i++)
        {
            engine.notes().add(NoteKind.DIGEST, 120 * MS, 121 * MS, i);
        }
    }

    private static Outlier outlier(final long intendedNs)
    {
        return new SampledInterrupt().command(7).vmId(1).lpiId(2).intendedNs(intendedNs)
            .sentNs(intendedNs + 5 * MS).drainedNs(intendedNs + 5 * MS).translatedNs(intendedNs + 6 * MS)
            .raisedNs(intendedNs + 6 * MS).nowNs(intendedNs + 9 * MS).outlier();
    }
}

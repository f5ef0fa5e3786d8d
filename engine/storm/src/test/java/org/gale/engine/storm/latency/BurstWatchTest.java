package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.Note;
import org.gale.engine.command.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BurstWatchTest
{
    private static final int PES = 64;
    private static final int FULL = DrainLimit.of(PES) / 2;

    private final BurstWatch watch = new BurstWatch(new int[] {0, 0, 1, 1}, PES);

    @Test
    void shouldNoteFullBatchesOfOneVmAsOneBurst()
    {
        watch.drained(batch(FULL, 2, 3), FULL, 100);
        watch.drained(batch(FULL, 3, 3), FULL, 200);
        watch.drained(batch(FULL, 0, 2), FULL, 300);

        assertEquals(List.of(new Note(NoteKind.BURST, 100, 300, 1)), watch.since(0, 400));
    }

    @Test
    void shouldShowTheBurstInHand()
    {
        watch.drained(batch(FULL, 0, 1), FULL, 100);

        assertEquals(List.of(new Note(NoteKind.BURST, 100, 150, 0)), watch.since(0, 150));
    }

    @Test
    void shouldEndABurstWithABatchThatIsNotFull()
    {
        watch.drained(batch(FULL, 2, 2), FULL, 100);
        watch.drained(batch(FULL, 2, 2), FULL - 1, 200);

        assertEquals(List.of(new Note(NoteKind.BURST, 100, 200, 1)), watch.since(0, 300));
    }

    @Test
    void shouldTellBurstsOfTwoVmsApart()
    {
        watch.drained(batch(FULL, 2, 2), FULL, 100);
        watch.drained(batch(FULL, 0, 0), FULL, 200);

        assertEquals(List.of(new Note(NoteKind.BURST, 100, 200, 1), new Note(NoteKind.BURST, 200, 300, 0)),
            watch.since(0, 300));
    }

    @Test
    void shouldNoteNothingWhenEventsAreOfSeveralVms()
    {
        watch.drained(batch(FULL, 0, 2), FULL, 100);

        assertEquals(List.of(), watch.since(0, 200));
    }

    @Test
    void shouldNoteNothingWhenThereIsOneVm()
    {
        final BurstWatch alone = new BurstWatch(new int[] {0, 0}, PES);
        alone.drained(batch(FULL, 0, 1), FULL, 100);

        assertEquals(List.of(), alone.since(0, 200));
    }

    @Test
    void shouldNotTakeDevicesFromOutsideForAVm()
    {
        watch.drained(batch(FULL, 4, 9), FULL, 100);

        assertEquals(List.of(), watch.since(0, 200));
    }

    @ParameterizedTest(name = "{0} of 16 events of another VM")
    @CsvSource({"2, 1", "3, 0"})
    void shouldTakeMostOfTheWordsThatItReadsForABurst(final int others, final int bursts)
    {
        final long[] words = batch(FULL, 2, 3);
        for (int i = 0; i < others; i++)
        {
            words[(15 - i) * FULL / 16 + 1] = Commands.msi(0, 0, 0);                // it reads 16, evenly spread
        }
        watch.drained(words, FULL, 100);

        assertEquals(bursts, watch.since(0, 200).size());
    }

    /** Events that alternate between two devices in runs of three words. */
    private static long[] batch(final int count, final int oneDevice, final int otherDevice)
    {
        final long[] words = new long[count];
        for (int i = 0; i < count; i++)
        {
            words[i] = Commands.msi(i / 3 % 2 == 0 ? oneDevice : otherDevice, 0, 0);
        }

        return words;
    }
}

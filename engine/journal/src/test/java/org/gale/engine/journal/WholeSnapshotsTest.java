package org.gale.engine.journal;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Snapshots that are whole, by their frames. */
class WholeSnapshotsTest
{
    private final WholeSnapshots whole = new WholeSnapshots(-1);

    @Test
    void shouldFindASnapshotFromItsFirstPartToItsDigest()
    {
        assertNull(whole.add(Frame.SNAPSHOT, true, 3));
        assertNull(whole.add(Frame.SNAPSHOT, false, 4));
        assertEquals(-1, whole.lastSegment());
        assertEquals(new WholeSnapshots.Found(3, 5), whole.add(Frame.DIGEST, false, 5));
        assertEquals(3, whole.lastSegment());
    }

    @Test
    void shouldFindTheFirstSnapshotOfEachSegment()
    {
        assertNull(whole.add(Frame.SNAPSHOT, true, 0));
        assertEquals(new WholeSnapshots.Found(0, 0), whole.add(Frame.DIGEST, false, 0));
        assertNull(whole.add(Frame.SNAPSHOT, true, 0));
        assertNull(whole.add(Frame.DIGEST, false, 1), "the second of its segment");
        assertNull(whole.add(Frame.SNAPSHOT, true, 1));
        assertEquals(new WholeSnapshots.Found(1, 1), whole.add(Frame.DIGEST, false, 1));
    }

    @Test
    void shouldForgetASnapshotThatIsInterrupted()
    {
        assertNull(whole.add(Frame.SNAPSHOT, true, 2));
        assertNull(whole.add(Frame.COMMANDS, false, 2));
        assertNull(whole.add(Frame.SNAPSHOT, false, 2), "its first part is missing");
        assertNull(whole.add(Frame.DIGEST, false, 2));
        assertEquals(-1, whole.lastSegment());
    }
}

package org.gale.engine.agent;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NoteLogTest
{
    private static final int CAPACITY = 4;
    private static final long GAP_NS = 10;

    private final NoteLog log = new NoteLog(CAPACITY);

    @Test
    void shouldJoinAMomentToTheLastOfItsKind()
    {
        log.join(NoteKind.PARK, 100, 200, 1, GAP_NS);
        log.add(NoteKind.DIGEST, 200, 201, 7);
        log.join(NoteKind.PARK, 210, 300, 2, GAP_NS);

        assertEquals(List.of(new Note(NoteKind.PARK, 100, 300, 3), new Note(NoteKind.DIGEST, 200, 201, 7)),
            log.since(0));
    }

    @Test
    void shouldAddAMomentThatIsTooLate()
    {
        log.join(NoteKind.PARK, 100, 200, 1, GAP_NS);
        log.join(NoteKind.PARK, 211, 300, 2, GAP_NS);

        assertEquals(List.of(new Note(NoteKind.PARK, 100, 200, 1), new Note(NoteKind.PARK, 211, 300, 2)),
            log.since(0));
    }

    @Test
    void shouldNotJoinOtherKinds()
    {
        log.join(NoteKind.PARK, 100, 200, 1, GAP_NS);
        log.join(NoteKind.BATCH, 200, 300, 2, GAP_NS);

        assertEquals(2, log.added());
    }

    @Test
    void shouldAddAMomentWhenTheLastOfItsKindWasReplaced()
    {
        log.join(NoteKind.PARK, 100, 200, 1, GAP_NS);
        for (int i = 0; i < CAPACITY; i++)
        {
            log.add(NoteKind.DIGEST, 200, 201, i);
        }
        log.join(NoteKind.PARK, 205, 300, 2, GAP_NS);

        assertEquals(new Note(NoteKind.PARK, 205, 300, 2), log.note(CAPACITY - 1));
    }

    @Test
    void shouldLeaveOutMomentsThatEndedBefore()
    {
        log.add(NoteKind.DIGEST, 100, 199, 1);
        log.add(NoteKind.DIGEST, 100, 200, 2);

        assertEquals(List.of(new Note(NoteKind.DIGEST, 100, 200, 2)), log.since(200));
    }

    @Test
    void shouldLeaveOutTheNoteThatIsReplacedNext()
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            log.add(NoteKind.DIGEST, i, i, i);
        }

        assertEquals(List.of(1L, 2L, 3L), log.since(0).stream().map(Note::value).toList());
    }
}

package org.gale.tests.concurrency;

import java.util.List;

import org.gale.engine.agent.Note;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/** Notes of the engine: a note that is seen is whole. {@link BrokenHandOvers} publishes before it stores. */
final class NotesStress
{
    private static final int WORD = 7;

    private NotesStress()
    {
    }

    /** One note, which another thread sees whole or not at all. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "No note yet.")
    @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "The whole note.")
    @Outcome(expect = FORBIDDEN, desc = "A note without its words.")
    @State
    public static class Add
    {
        /** Small: hundreds of logs are alive at once, and memory outside of the heap is as small as the heap. */
        private final NoteLog notes = new NoteLog(4);

        @Actor
        public void engine()
        {
            notes.add(NoteKind.FORCE, WORD, WORD, WORD);
        }

        @Actor
        public void reader(final II_Result result)
        {
            final List<Note> seen = notes.since(Long.MIN_VALUE / 2);
            if (!seen.isEmpty())
            {
                result.r1 = (int)seen.get(0).startNs();
                result.r2 = (int)seen.get(0).value();
            }
        }
    }
}

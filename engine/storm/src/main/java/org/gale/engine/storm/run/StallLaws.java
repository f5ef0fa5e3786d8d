package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.agent.Note;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.storm.result.Stalls;

/** Laws of the stalls of threads, by the moments that the threads noted. Pure functions. */
final class StallLaws
{
    private static final Set<NoteKind> OF_STALLS = EnumSet.of(NoteKind.STALL, NoteKind.COMPILATION);

    private StallLaws()
    {
    }

    /**
     * Returns the laws that stalls break: the longest one of a thread is a moment of it, at least half of which had no
     * core.
     *
     * @param notes of threads by their names
     * @param endNs time up to which the stalls were watched
     */
    static List<String> faults(final Stalls stalls, final Map<String, NoteLog> notes, final long endNs)
    {
        final List<String> faults = new ArrayList<>();
        notes.forEach((name, log) ->
        {
            long most = 0;
            long watched = 0;
            for (final Note note : log.longest())
            {
                final long ns = OF_STALLS.contains(note.kind()) ? note.endNs() - note.startNs() : 0;
                most = Math.max(most, ns);
                watched = note.endNs() - endNs <= 0 ? Math.max(watched, ns) : watched;
            }
            final Stalls.OfThread own = stalls.threads().stream().filter(one -> one.name().equals(name)).findFirst()
                .orElse(null);
            if (own == null)
            {
                faults.add("/stalls has no " + name);
            }
            else if (own.longestNs() > most || own.longestNs() < watched / 2)
            {
                faults.add("/stalls/" + name + "/longest_ns is " + own.longestNs() +
                    ", and the longest stall that the thread noted lasted " + most);
            }
        });

        return faults;
    }
}

package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.agent.Note;
import org.gale.engine.agent.NoteKind;

/**
 * Cause of an outlier: the kind of slow moments that covers most of its response. Where moments lie inside each other,
 * each part of the response counts for the innermost. What explains less than a quarter of the response is no cause.
 *
 * @param kind         of the moment; null if no cause is known
 * @param thread       engine, generator, JVM or a VM; empty if no cause is known
 * @param overlapNs    part of the response that the moment overlaps, or that it left behind as a backlog
 * @param isBehind     true if the interrupt waited behind the backlog that the moment left
 * @param resolutionNs resolution of the moment's times
 */
public record OutlierCause(NoteKind kind, String thread, long overlapNs, boolean isBehind, long resolutionNs)
{
    /** No known cause. */
    public static final OutlierCause UNKNOWN = new OutlierCause(null, "", 0, false, 0);

    /** Source of bursts. */
    public static final String VMS = "VM";

    private static final int PART = 4;
    private static final long MILLISECOND = 1_000_000;
    private static final Set<NoteKind> VAGUE =
        Set.of(NoteKind.BATCH, NoteKind.BACKLOG, NoteKind.PARK, NoteKind.BURST);
    private static final Set<NoteKind> OF_A_THREAD = Set.of(NoteKind.STALL, NoteKind.PARK);
    /** Number of responses before an outlier in which the moment is searched that left its backlog. */
    private static final int ROOT_RESPONSES = 10;

    /** Moments that one thread noted. */
    public record Source(String thread, List<Note> notes)
    {
    }

    /** Returns the cause in words. */
    public String label()
    {
        if (kind == null)
        {
            return "unknown";
        }
        final String of = OF_A_THREAD.contains(kind) ? kind.label() + " of the " + thread : kind.label();
        if (kind == NoteKind.BURST)
        {
            return isBehind ? "after a burst of " + thread : "burst of its own VM";
        }
        final String known = resolutionNs > 0 ? of + " \u00b1" + resolutionNs / MILLISECOND + " ms" : of;

        return isBehind ? "after a " + known : known;
    }

    /** Returns the earliest time of which the moments are needed to find the cause of an outlier. */
    public static long sinceNs(final Outlier outlier)
    {
        return outlier.intendedNs() - ROOT_RESPONSES * outlier.responseNs() - MILLISECOND;
    }

    /**
     * Finds the cause of an outlier.
     *
     * @param sources moments of the engine, of the generator, bursts of VMs, and the JVM's collections
     */
    public static OutlierCause of(final Outlier outlier, final List<Source> sources)
    {
        final OutlierCause direct = longest(outlier.intendedNs(), outlier.nowNs(), outlier, sources, false);
        if (isCause(direct, outlier))
        {
            return direct;
        }
        final Note backlog = backlog(outlier, sources);
        if (backlog != null)
        {
            final OutlierCause root = longest(
                sinceNs(outlier), outlier.nowNs(), outlier, since(backlog.startNs() - MILLISECOND, sources), false);

            if (isCause(root, outlier))
            {
                return new OutlierCause(root.kind(), root.thread(), root.overlapNs(), true, root.resolutionNs());
            }
        }
        final OutlierCause burst = burst(outlier, sources);
        if (isCause(burst, outlier))
        {
            return burst;
        }
        if (backlog != null)
        {
            return cause(backlog, sources.get(0).thread(), outlier);
        }
        final OutlierCause vague = longest(outlier.intendedNs(), outlier.nowNs(), outlier, sources, true);

        return isCause(vague, outlier) ? vague : UNKNOWN;
    }

    private static boolean isCause(final OutlierCause cause, final Outlier outlier)
    {
        return cause.kind() != null && PART * cause.overlapNs() >= outlier.responseNs();
    }

    /** Returns the kind of moments that together cover most of a time, or the unknown cause. */
    private static OutlierCause longest(
        final long fromNs,
        final long toNs,
        final Outlier outlier,
        final List<Source> sources,
        final boolean isVague)
    {
        OutlierCause longest = UNKNOWN;
        for (final Source source : sources)
        {
            final Map<NoteKind, Long> covered = covered(fromNs, toNs, outlier, source);
            for (final Map.Entry<NoteKind, Long> entry : covered.entrySet())
            {
                final NoteKind kind = entry.getKey();
                if (VAGUE.contains(kind) == isVague &&
                    weight(kind, entry.getValue()) > weight(longest.kind(), longest.overlapNs()))
                {
                    longest = new OutlierCause(kind, source.thread(), entry.getValue(), false, resolutionNs(kind));
                }
            }
        }

        return longest;
    }

    /**
     * Returns how much of a time the moments of each kind cover. A moment counts without the moments inside it: a wait
     * for space in which the thread was stopped is a stall for that part.
     */
    private static Map<NoteKind, Long> covered(
        final long fromNs, final long toNs, final Outlier outlier, final Source source)
    {
        final List<Note> notes = new ArrayList<>();
        for (final Note note : source.notes())
        {
            if (overlapNs(note, fromNs, toNs) > 0 && concerns(source, note, outlier))
            {
                notes.add(note);
            }
        }
        notes.sort(Comparator.comparingLong(note -> note.endNs() - note.startNs()));     // inner ones first
        final long[] ownNs = new long[notes.size()];
        final Map<NoteKind, Long> covered = new EnumMap<>(NoteKind.class);
        for (int i = 0; i < ownNs.length; i++)
        {
            final Note note = notes.get(i);
            ownNs[i] = overlapNs(note, fromNs, toNs);
            for (int inner = 0; inner < i; inner++)
            {
                ownNs[i] -= contains(note, notes.get(inner)) && !VAGUE.contains(notes.get(inner).kind()) ?
                    ownNs[inner] : 0;
            }
            covered.merge(note.kind(), ownNs[i], Long::sum);
        }

        return covered;
    }

    private static boolean contains(final Note outer, final Note inner)
    {
        return outer.startNs() <= inner.startNs() && inner.endNs() <= outer.endNs();
    }

    private static long overlapNs(final Note note, final long fromNs, final long toNs)
    {
        final long slackNs = resolutionNs(note.kind());

        return Math.min(toNs, note.endNs() + slackNs) - Math.max(fromNs, note.startNs() - slackNs);
    }

    /** Returns the weight of an overlap: a collection is also seen as a stall of each thread that it stops. */
    private static long weight(final NoteKind kind, final long overlapNs)
    {
        return kind == NoteKind.COLLECTION ? 2 * overlapNs : overlapNs;
    }

    /**
     * Returns whether a moment can have delayed the interrupt. The generator's part of it ends with the offer. A vCPU
     * that is held out of the guest acknowledges nothing before it is released.
     */
    private static boolean concerns(final Source source, final Note note, final Outlier outlier)
    {
        if (note.kind() == NoteKind.TRANSITION)
        {
            return note.value() == outlier.vmId() && note.endNs() <= outlier.nowNs();
        }

        return !source.thread().equals(Stalls.GENERATOR) || note.startNs() < outlier.batch().sentNs();
    }

    /** Returns the longest burst in a response, of another VM or of its own, or the unknown cause. */
    private static OutlierCause burst(final Outlier outlier, final List<Source> sources)
    {
        OutlierCause longest = UNKNOWN;
        for (final Source source : sources)
        {
            for (final Note note : source.notes())
            {
                final long overlapNs = overlapNs(note, outlier.intendedNs(), outlier.nowNs());
                if (note.kind() == NoteKind.BURST && overlapNs > longest.overlapNs())
                {
                    longest = new OutlierCause(
                        note.kind(), VMS + " " + note.value(), overlapNs, note.value() != outlier.vmId(), 0);
                }
            }
        }

        return longest;
    }

    /** Returns the moments that ended at or after a time. */
    private static List<Source> since(final long fromNs, final List<Source> sources)
    {
        return sources.stream().map(source -> new Source(source.thread(),
            source.notes().stream().filter(note -> note.endNs() - fromNs >= 0).toList())).toList();
    }

    private static Note backlog(final Outlier outlier, final List<Source> sources)
    {
        Note found = null;
        for (final Note note : sources.get(0).notes())
        {
            if (note.kind() == NoteKind.BACKLOG &&
                PART * overlapNs(note, outlier.intendedNs(), outlier.nowNs()) >= outlier.responseNs())
            {
                found = note;
            }
        }

        return found;
    }

    private static OutlierCause cause(
        final Note note, final String thread, final Outlier outlier)
    {
        return new OutlierCause(note.kind(), thread, overlapNs(note, outlier.intendedNs(), outlier.nowNs()),
            false, resolutionNs(note.kind()));
    }

    private static long resolutionNs(final NoteKind kind)
    {
        return kind == NoteKind.COLLECTION ? MILLISECOND : 0;
    }
}

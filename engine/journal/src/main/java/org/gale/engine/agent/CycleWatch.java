package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.host.HostMeter;
import org.gale.ringbuf.AgentIdle;

/**
 * Watch over the duty cycles of one thread: notes slow moments, and distinguishes the thread's own work from time
 * without a core. The watch compares the clock reads of the cycle with the processor time of the thread, which is read
 * a few times in a millisecond. Owned by that thread; read by others after it has ended.
 * <pre>
 *   wall        |-- cycle --|  gap  |------ slow moment ------|
 *   processor   |-----------|-------|---|              |------|
 *                                       ^ no core: a stall ^
 * </pre>
 */
public final class CycleWatch
{
    /** Duration from which on a moment is noted, ns. */
    public static final long SLOW_NS = TimeUnit.MICROSECONDS.toNanos(100);
    /** Length up to which a gap of a parked thread is no stall, ns. */
    public static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(700);
    /** Number of cycles without work in a row after which a thread parks between two of them. */
    public static final int CYCLES_BEFORE_PARK = AgentIdle.SPIN_LIMIT + AgentIdle.YIELD_LIMIT;

    private static final long SAMPLE_NS = TimeUnit.MICROSECONDS.toNanos(250);
    private static final long COMPILER_SAMPLE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final HostMeter host;
    private final NoteLog notes;
    private long endNs;
    private int idleCycles;
    private long sampleNs;
    private long sampleCpuNs = HostMeter.MISSING;
    private long compilerSampleNs;
    private long compilerCpuNs;
    private long longestNs;
    private long backlogNs;
    private long backlogCommands;

    public CycleWatch(final HostMeter host)
    {
        this(host, new NoteLog());
    }

    private CycleWatch(final HostMeter host, final NoteLog notes)
    {
        this.host = host;
        this.notes = notes;
        this.compilerCpuNs = host.compilerCpuNs();
    }

    /** Returns a watch that keeps one note, for a thread whose notes nobody reads. */
    public static CycleWatch unread()
    {
        return new CycleWatch(HostMeter.NONE, new NoteLog(1));
    }

    /** Returns the notes. */
    public NoteLog notes()
    {
        return notes;
    }

    /** Returns the longest stall since the last {@link #reset}, ns. */
    public long longestNs()
    {
        return longestNs;
    }

    /** Forgets the longest stall, and the longest moments of each kind. */
    public void reset()
    {
        longestNs = 0;
        notes.forgetLongest();
    }

    /** Notes the begin of a duty cycle. */
    public void begins(final long nowNs)
    {
        final long gapNs = endNs == 0 ? 0 : nowNs - endNs;
        if (gapNs >= SLOW_NS)
        {
            away(nowNs, gapNs);
        }
        if (nowNs - sampleNs >= SAMPLE_NS)
        {
            sample(nowNs);
        }
        endNs = nowNs;
        idleCycles++;
    }

    /** Notes that the duty cycle in hand had work, for a thread that does not tell when its cycles end. */
    public void works()
    {
        idleCycles = 0;
    }

    /** Notes the end of a duty cycle that had work. */
    public void ends(final long startNs, final long nowNs, final long commands)
    {
        endNs = nowNs;
        idleCycles = 0;
        did(NoteKind.BATCH, startNs, nowNs, commands);
    }

    /** Notes a moment, if it was slow; if the thread had no core for most of it, as a stall. */
    public void did(final NoteKind kind, final long startNs, final long nowNs, final long value)
    {
        if (nowNs - startNs >= SLOW_NS)
        {
            slow(kind, startNs, nowNs, value);
        }
    }

    /**
     * Notes how much a duty cycle took from the lanes.
     *
     * @param isFull true if there may be more than the limit of a cycle
     */
    public void drained(final long nowNs, final long commands, final boolean isFull)
    {
        if (isFull)
        {
            backlogNs = backlogNs == 0 ? nowNs : backlogNs;
            backlogCommands += commands;
        }
        else if (backlogNs != 0)
        {
            did(NoteKind.BACKLOG, backlogNs, nowNs, backlogCommands);
            backlogNs = 0;
            backlogCommands = 0;
        }
    }

    /** Notes that a producer attached to a lane in this duty cycle. */
    public void attached(final long startNs, final long nowNs)
    {
        notes.add(NoteKind.ATTACH, startNs, nowNs, 1);
    }

    /** Notes a time in which a guest waited, however the thread spent it, if it was long enough. */
    public void waited(final NoteKind kind, final long startNs, final long nowNs, final long value)
    {
        if (nowNs - startNs >= SLOW_NS)
        {
            notes.add(kind, startNs, nowNs, value);
        }
    }

    /**
     * Returns the moments that ended at or after a time, the backlog in hand included. From any thread; the backlog in
     * hand is that of the owner.
     */
    public List<Note> since(final long fromNs, final long nowNs)
    {
        final List<Note> moments = new ArrayList<>(notes.since(fromNs));
        if (backlogNs != 0)
        {
            moments.add(new Note(NoteKind.BACKLOG, backlogNs, nowNs, backlogCommands));
        }

        return moments;
    }

    private void slow(final NoteKind kind, final long startNs, final long nowNs, final long value)
    {
        if (kind == NoteKind.BACKLOG)
        {
            notes.add(kind, startNs, nowNs, value);
            return;
        }
        final long cpuNs = host.threadCpuNs();
        final long awayNs = cpuNs == HostMeter.MISSING || sampleCpuNs == HostMeter.MISSING ? 0 :
            Math.min(nowNs - startNs, nowNs - sampleNs - (cpuNs - sampleCpuNs));
        if (2 * awayNs >= nowNs - startNs)
        {
            stalled(startNs, nowNs, awayNs);
            if (kind == NoteKind.SNAPSHOT)                                      // shown beside its stall
            {
                notes.add(kind, startNs, nowNs, value);
            }
        }
        else if (kind == NoteKind.BATCH)
        {
            notes.join(kind, startNs, nowNs, value, SLOW_NS);
        }
        else
        {
            notes.add(kind, startNs, nowNs, value);
        }
        sampleNs = nowNs;
        sampleCpuNs = cpuNs;
    }

    /** Notes a gap between two cycles: a park if the thread has had nothing to do for long enough, else a stall. */
    private void away(final long nowNs, final long gapNs)
    {
        if (idleCycles > CYCLES_BEFORE_PARK && gapNs < IDLE_NS)
        {
            notes.join(NoteKind.PARK, endNs, nowNs, gapNs, SLOW_NS);
        }
        else
        {
            stalled(endNs, nowNs, gapNs);
        }
    }

    /** Notes a stall; as a compilation if the compilers ran for half of it since the last sample. */
    private void stalled(final long startNs, final long nowNs, final long awayNs)
    {
        final long beforeNs = compilerCpuNs;
        sampleCompilers(nowNs);
        final boolean isKnown = beforeNs != HostMeter.MISSING && compilerCpuNs != HostMeter.MISSING;
        final boolean isCompilation = isKnown && 2 * (compilerCpuNs - beforeNs) >= awayNs;
        longestNs = Math.max(longestNs, awayNs);
        notes.add(isCompilation ? NoteKind.COMPILATION : NoteKind.STALL, startNs, nowNs, awayNs);
    }

    private void sample(final long nowNs)
    {
        sampleNs = nowNs;
        sampleCpuNs = host.threadCpuNs();
        if (nowNs - compilerSampleNs >= COMPILER_SAMPLE_NS)
        {
            sampleCompilers(nowNs);
        }
    }

    private void sampleCompilers(final long nowNs)
    {
        compilerSampleNs = nowNs;
        compilerCpuNs = host.compilerCpuNs();
    }
}

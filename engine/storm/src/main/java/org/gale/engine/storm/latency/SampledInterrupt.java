package org.gale.engine.storm.latency;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Outlier;

/**
 * Sampled interrupt with the times of its stages. It is reused for one interrupt after the other, and allocates nothing
 * until {@link #outlier}. A method with the name of a component sets it. Owned by the engine's thread.
 */
public final class SampledInterrupt
{
    /** Result of {@link #metricNs} for a metric that the interrupt does not have: below every limit. */
    static final long NO_METRIC = Long.MIN_VALUE;

    /** Length of an entry, in bytes. */
    static final int LENGTH = 104;

    private static final int VM_OFFSET = Long.BYTES;
    private static final int LPI_OFFSET = VM_OFFSET + Integer.BYTES;
    private static final int INTENDED_OFFSET = LPI_OFFSET + Integer.BYTES;
    private static final int SENT_OFFSET = INTENDED_OFFSET + Long.BYTES;
    private static final int DRAINED_OFFSET = SENT_OFFSET + Long.BYTES;
    private static final int TRANSLATED_OFFSET = DRAINED_OFFSET + Long.BYTES;
    private static final int RAISED_OFFSET = TRANSLATED_OFFSET + Long.BYTES;
    private static final int ENTERED_OFFSET = RAISED_OFFSET + Long.BYTES;
    private static final int NOW_OFFSET = ENTERED_OFFSET + Long.BYTES;
    private static final int PATH_OFFSET = NOW_OFFSET + Long.BYTES;
    private static final int LATER_OFFSET = PATH_OFFSET + Integer.BYTES;
    private static final int WAITING_OFFSET = LATER_OFFSET + Integer.BYTES;
    private static final int DEACTIVATED_OFFSET = WAITING_OFFSET + Long.BYTES;
    private static final int LATER_NS_OFFSET = DEACTIVATED_OFFSET + Long.BYTES;
    /** Number of the path of an interrupt on the wall clock. */
    private static final int NO_PATH = -1;
    /** Number of the stage of later work of an interrupt that has none, or whose work has not ended. */
    private static final int NO_LATER = -1;
    /** Row of an interrupt that no log has. */
    private static final int NO_ROW = -1;

    static
    {
        assert LATER_NS_OFFSET + Long.BYTES == LENGTH : LATER_NS_OFFSET;
    }

    private long command;
    private int vmId;
    private int lpiId;
    private long intendedNs;
    private long sentNs;
    private long drainedNs;
    private long translatedNs;
    private long raisedNs;
    private long enteredNs;
    private long nowNs;
    private int path = NO_PATH;
    private long waitingNs;
    private long deactivatedNs;
    private int later = NO_LATER;
    private long laterNs;
    private int row = NO_ROW;
    private boolean hasMigrated;

    public SampledInterrupt command(final long value)
    {
        command = value;

        return this;
    }

    public SampledInterrupt hasMigrated(final boolean value)
    {
        hasMigrated = value;

        return this;
    }

    /** Returns whether the interrupt has lived through a migration of its VM, which no entry holds. */
    boolean hasMigrated()
    {
        return hasMigrated;
    }

    public SampledInterrupt vmId(final int value)
    {
        vmId = value;

        return this;
    }

    public SampledInterrupt lpiId(final int value)
    {
        lpiId = value;

        return this;
    }

    public SampledInterrupt intendedNs(final long value)
    {
        intendedNs = value;

        return this;
    }

    SampledInterrupt sentNs(final long value)
    {
        sentNs = value;

        return this;
    }

    SampledInterrupt drainedNs(final long value)
    {
        drainedNs = value;

        return this;
    }

    SampledInterrupt translatedNs(final long value)
    {
        translatedNs = value;

        return this;
    }

    SampledInterrupt raisedNs(final long value)
    {
        raisedNs = value;

        return this;
    }

    /** Sets the time at which the guest was entered; a time before the signal is that of a resident guest. */
    SampledInterrupt enteredNs(final long value)
    {
        enteredNs = value;

        return this;
    }

    SampledInterrupt nowNs(final long value)
    {
        nowNs = value;

        return this;
    }

    /** Sets the time from the acknowledge to the end of the handler. */
    public SampledInterrupt deactivatedNs(final long value)
    {
        deactivatedNs = value;

        return this;
    }

    /**
     * Sets the end of the work that followed the handler, which has ended.
     *
     * @param stage of the work
     * @param ns    from the end of the handler
     */
    public SampledInterrupt later(final Latency stage, final long ns)
    {
        later = Latency.STAGES.indexOf(stage);
        laterNs = ns;

        return this;
    }

    /** Sets the row of a log that has the interrupt. */
    public SampledInterrupt row(final int value)
    {
        row = value;

        return this;
    }

    /** Returns the row of a log that has the interrupt; below 0 if none has. */
    int row()
    {
        return row;
    }

    /**
     * Sets all times of an interrupt on the virtual clock that is acknowledged, and in no log. Its handler runs.
     *
     * @param to             path to its guest
     * @param signalledNs    stage from the intended time on; each of the next begins where the one before ends
     * @param acknowledgedNs stage
     */
    public SampledInterrupt modelled(
        final InterruptPath to,
        final long signalledNs,
        final long wokenNs,
        final long waitedNs,
        final long acknowledgedNs)
    {
        path = to.number();
        sentNs = intendedNs;
        drainedNs = intendedNs;
        translatedNs = intendedNs;
        raisedNs = intendedNs + signalledNs;
        enteredNs = raisedNs + wokenNs + waitedNs;
        nowNs = enteredNs + acknowledgedNs;
        waitingNs = waitedNs;
        deactivatedNs = Outlier.RUNS;
        later = NO_LATER;
        laterNs = 0;
        row = NO_ROW;

        return this;
    }

    long command()
    {
        return command;
    }

    int vmId()
    {
        return vmId;
    }

    long intendedNs()
    {
        return intendedNs;
    }

    /** Returns the length of a stage, as those of the others; 0 or less without one. */
    long signalledNs()
    {
        return raisedNs - translatedNs;
    }

    long wokenNs()
    {
        return enteredNs - waitingNs - raisedNs;
    }

    long waitingNs()
    {
        return waitingNs;
    }

    long acknowledgedNs()
    {
        return nowNs - Math.max(enteredNs, raisedNs);
    }

    long deactivatedNs()
    {
        return deactivatedNs;
    }

    /** Returns the stage of the work after the handler, which has ended. */
    Latency laterStage()
    {
        return Latency.STAGES.get(later);
    }

    /** Returns the length of that stage. */
    long laterNs()
    {
        return laterNs;
    }

    long nowNs()
    {
        return nowNs;
    }

    /** Returns the response time, ns. */
    long responseNs()
    {
        return nowNs - intendedNs;
    }

    /** Returns the time to the end of the handler, ns. */
    long handledNs()
    {
        return responseNs() + deactivatedNs;
    }

    /**
     * Returns a metric of the interrupt.
     *
     * @return its duration, ns, or {@link #NO_METRIC} for one that is no part of this interrupt, or not yet
     */
    long metricNs(final Latency metric)
    {
        return switch (metric)
        {
            case RESPONSE -> responseNs();
            case SERVICE -> nowNs - drainedNs;
            case LATE -> sentNs - intendedNs;
            case QUEUED -> drainedNs - sentNs;
            case TRANSLATED -> translatedNs - drainedNs;
            case SIGNALLED -> signalledNs();
            case WOKEN -> wokenNs() > 0 ? wokenNs() : NO_METRIC;
            case WAITING -> waitingNs > 0 ? waitingNs : NO_METRIC;
            case ACKNOWLEDGED -> acknowledgedNs();
            case HANDLED -> hasEnded() ? handledNs() : NO_METRIC;
            case DEACTIVATED -> hasEnded() ? deactivatedNs : NO_METRIC;
            case REQUEST, SOFTIRQ, THREAD -> NO_METRIC;
        };
    }

    /** Returns whether the interrupt has a handler that has ended. */
    private boolean hasEnded()
    {
        return path != NO_PATH && deactivatedNs != Outlier.RUNS;
    }

    /** Stores the end of the handler in the entry of the same interrupt. */
    void storeEnd(final MutableDirectBuffer buffer, final int at)
    {
        buffer.putLong(at + DEACTIVATED_OFFSET, deactivatedNs);
    }

    /** Stores the end of the work after the handler in the entry of the same interrupt. */
    void storeLater(final MutableDirectBuffer buffer, final int at)
    {
        buffer.putInt(at + LATER_OFFSET, later);
        buffer.putLong(at + LATER_NS_OFFSET, laterNs);
    }

    /** Returns whether an entry is of the same interrupt. */
    boolean isOf(final DirectBuffer buffer, final int at)
    {
        return nowNs == buffer.getLong(at + NOW_OFFSET) && vmId == buffer.getInt(at + VM_OFFSET) &&
            lpiId == buffer.getInt(at + LPI_OFFSET) && intendedNs == buffer.getLong(at + INTENDED_OFFSET);
    }

    /** Stores the interrupt as an entry of {@link #LENGTH} bytes. */
    void store(final MutableDirectBuffer buffer, final int at)
    {
        buffer.putLong(at, command);
        buffer.putInt(at + VM_OFFSET, vmId);
        buffer.putInt(at + LPI_OFFSET, lpiId);
        buffer.putLong(at + INTENDED_OFFSET, intendedNs);
        buffer.putLong(at + SENT_OFFSET, sentNs);
        buffer.putLong(at + DRAINED_OFFSET, drainedNs);
        buffer.putLong(at + TRANSLATED_OFFSET, translatedNs);
        buffer.putLong(at + RAISED_OFFSET, raisedNs);
        buffer.putLong(at + ENTERED_OFFSET, enteredNs);
        buffer.putLong(at + NOW_OFFSET, nowNs);
        buffer.putInt(at + PATH_OFFSET, path);
        buffer.putLong(at + WAITING_OFFSET, waitingNs);
        buffer.putLong(at + DEACTIVATED_OFFSET, deactivatedNs);
        storeLater(buffer, at);
    }

    /** Loads the interrupt of an entry. */
    SampledInterrupt load(final DirectBuffer buffer, final int at)
    {
        command = buffer.getLong(at);
        vmId = buffer.getInt(at + VM_OFFSET);
        lpiId = buffer.getInt(at + LPI_OFFSET);
        intendedNs = buffer.getLong(at + INTENDED_OFFSET);
        sentNs = buffer.getLong(at + SENT_OFFSET);
        drainedNs = buffer.getLong(at + DRAINED_OFFSET);
        translatedNs = buffer.getLong(at + TRANSLATED_OFFSET);
        raisedNs = buffer.getLong(at + RAISED_OFFSET);
        enteredNs = buffer.getLong(at + ENTERED_OFFSET);
        nowNs = buffer.getLong(at + NOW_OFFSET);
        path = buffer.getInt(at + PATH_OFFSET);
        later = buffer.getInt(at + LATER_OFFSET);
        waitingNs = buffer.getLong(at + WAITING_OFFSET);
        deactivatedNs = buffer.getLong(at + DEACTIVATED_OFFSET);
        laterNs = buffer.getLong(at + LATER_NS_OFFSET);

        return this;
    }

    /** Returns whether the interrupt ranks before one of an entry that is as slow: by time, VM and LPI. */
    boolean ranksBefore(final DirectBuffer buffer, final int at)
    {
        final int byTime = Long.compare(nowNs, buffer.getLong(at + NOW_OFFSET));
        final int byVm = Integer.compare(vmId, buffer.getInt(at + VM_OFFSET));

        return byTime != 0 ? byTime < 0 : byVm != 0 ? byVm < 0 : lpiId < buffer.getInt(at + LPI_OFFSET);
    }

    /** Returns a copy that stays. */
    Outlier outlier()
    {
        return new Outlier(command, vmId, lpiId, intendedNs,
            new Outlier.Batch(sentNs, drainedNs, translatedNs, raisedNs), Math.max(enteredNs, raisedNs), nowNs,
            path == NO_PATH ? null : new Outlier.Model(InterruptPath.of(path), waitingNs, deactivatedNs,
            later == NO_LATER ? null : Latency.STAGES.get(later), laterNs));
    }
}

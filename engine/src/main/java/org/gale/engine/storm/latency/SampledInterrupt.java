package org.gale.engine.storm.latency;

/**
 * Sampled interrupt with the times of its stages. It is reused for one interrupt after the other, and allocates nothing
 * until {@link #outlier}. A method with the name of a component sets it. Owned by the engine's thread.
 */
final class SampledInterrupt
{
    /** Result of {@link #metricNs} for a metric that the interrupt does not have: below every limit. */
    static final long NO_METRIC = Long.MIN_VALUE;

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

    SampledInterrupt command(final long value)
    {
        command = value;

        return this;
    }

    SampledInterrupt vmId(final int value)
    {
        vmId = value;

        return this;
    }

    SampledInterrupt lpiId(final int value)
    {
        lpiId = value;

        return this;
    }

    SampledInterrupt intendedNs(final long value)
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

    /** Sets the times of the stages that a batch passes together; {@link #nowNs} was set before. */
    SampledInterrupt batch(final BatchStamps stamps, final int slot)
    {
        sentNs = stamps.sentNs(slot);
        drainedNs = stamps.drainedNs(slot);
        translatedNs = stamps.translatedNs(slot, nowNs);
        raisedNs = stamps.raisedNs(slot, nowNs);

        return this;
    }

    /** Returns the response time, ns. */
    long responseNs()
    {
        return nowNs - intendedNs;
    }

    /**
     * Returns a metric of the interrupt.
     *
     * @param metric of {@link org.gale.engine.storm.setting.StopConditions#FORM}
     * @return its duration, ns, or {@link #NO_METRIC} for one that is no part of this response
     */
    long metricNs(final String metric)
    {
        return switch (metric)
        {
            case "response" -> responseNs();
            case "service" -> nowNs - drainedNs;
            case "late" -> sentNs - intendedNs;
            case "queued" -> drainedNs - sentNs;
            case "translated" -> translatedNs - drainedNs;
            case "signalled" -> raisedNs - translatedNs;
            case "woken" -> enteredNs > raisedNs ? enteredNs - raisedNs : NO_METRIC;
            case "acknowledged" -> nowNs - Math.max(enteredNs, raisedNs);
            default -> NO_METRIC;
        };
    }

    /** Returns a copy that stays. */
    Outlier outlier()
    {
        return new Outlier(command, vmId, lpiId, intendedNs,
            new Outlier.Batch(sentNs, drainedNs, translatedNs, raisedNs), Math.max(enteredNs, raisedNs), nowNs);
    }
}

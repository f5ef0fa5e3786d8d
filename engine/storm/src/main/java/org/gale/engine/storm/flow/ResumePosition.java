package org.gale.engine.storm.flow;

/**
 * Position at which the streams of a resumed storm continue, as its journal shows it. Times count from the beginning of
 * the first phase. Immutable.
 */
public final class ResumePosition
{
    /** Time of the last event of a storm without one: in front of every event. */
    public static final long NO_EVENT = -1;
    /** Position of a storm that begins. */
    public static final ResumePosition START = new ResumePosition(0, NO_EVENT, new long[0]);

    private final long timeNs;
    private final long eventNs;
    private final long[] offered;
    private final long[] last;

    /**
     * Makes a position of which the events of each stream are known.
     *
     * @param timeNs  up to which the storm ran, ns
     * @param eventNs intended time of the last event of an open loop, ns, not after that; {@link #NO_EVENT} if there is
     *                none
     * @param offered events of each stream, VM by VM, and of a VM by its groups of devices
     */
    public ResumePosition(final long timeNs, final long eventNs, final long[] offered)
    {
        this(timeNs, eventNs, offered, new long[0]);
    }

    private ResumePosition(final long timeNs, final long eventNs, final long[] offered, final long[] last)
    {
        this.timeNs = timeNs;
        this.eventNs = eventNs;
        this.offered = offered.clone();
        this.last = last.clone();
        assert eventNs <= timeNs : eventNs + " is after " + timeNs;
    }

    /**
     * Returns this position with streams that continue after an event.
     *
     * @param words MSI of the last event of each stream, whose time is 0; 0 for a stream that continues behind the
     *              number of its events
     */
    public ResumePosition behind(final long[] words)
    {
        return new ResumePosition(timeNs, eventNs, offered, words);
    }

    /** Returns the time up to which the storm ran, ns: its phase is resumed, and its clock continues there. */
    public long timeNs()
    {
        return timeNs;
    }

    /**
     * Returns the intended time of the last event of an open loop, ns, after which all of them continue.
     *
     * @return the time, or {@link #NO_EVENT}
     */
    public long eventNs()
    {
        return eventNs;
    }

    /**
     * Returns the events that a stream has offered.
     *
     * @param stream number of the stream, VM by VM, and of a VM by its groups of devices
     */
    public long offered(final int stream)
    {
        return stream < offered.length ? offered[stream] : 0;
    }

    /**
     * Returns the last event of a stream.
     *
     * @return an MSI command word whose time is 0, or 0 if the number of events says where the stream continues
     */
    public long last(final int stream)
    {
        return stream < last.length ? last[stream] : 0;
    }
}

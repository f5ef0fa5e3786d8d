package org.gale.engine.trace.text;

/**
 * Event that has begun. An interrupt of a line runs the handlers that share it, one after the other, and is one event
 * from the first entry to the last exit. Reused; owner: the calling thread.
 */
final class OpenHandler
{
    /** Limit of the handlers of a line; a further one begins another event. */
    static final int NAMES_LIMIT = 16;

    private final int[] names = new int[NAMES_LIMIT];
    private final byte[] entry = new byte[ImportCounts.SHOWN_BYTES];
    private int entryLength;
    private long entryNumber;
    private int key;
    private int nameCount;
    private int handledName;
    private int handledCount;
    private long timeNs;
    private long lastNs;
    private long ordinal;
    private boolean isLine;
    private boolean isRunning;

    /**
     * Begins an event.
     *
     * @param entryKey of the vector, which its exit has, too
     * @param name     of the handler
     * @param ofLine   true for an interrupt with a number, whose line handlers may share
     * @param place    of the event among those of its time
     */
    void begin(final int entryKey, final int name, final boolean ofLine, final long entryNs, final long place)
    {
        entryLength = 0;
        key = entryKey;
        names[0] = name;
        nameCount = 1;
        handledCount = 0;
        handledName = ByteNames.NONE;
        timeNs = entryNs;
        lastNs = entryNs;
        ordinal = place;
        isLine = ofLine;
        isRunning = true;
    }

    /** Keeps the line of the entry, which reports show. */
    void show(final TextLines text)
    {
        entryNumber = text.number();
        entryLength = Math.min(text.end() - text.start(), entry.length);
        System.arraycopy(text.bytes(), text.start(), entry, 0, entryLength);
    }

    /** Counts the line of the entry for a rule. */
    void count(final ImportCounts counts, final ImportCounts.Rule rule)
    {
        counts.add(rule, entryNumber, entry, 0, entryLength);
    }

    /** Continues the event of a line with its next handler; false if it begins another event. */
    boolean join(final int name, final long entryNs, final long gapLimitNs)
    {
        boolean isNext = isLine && !isRunning && nameCount < NAMES_LIMIT && entryNs - lastNs <= gapLimitNs;
        for (int i = 0; isNext && i < nameCount; i++)
        {
            isNext = names[i] != name;
        }
        if (isNext)
        {
            names[nameCount++] = name;
            isRunning = true;
        }

        return isNext;
    }

    /** Ends the handler that runs. */
    void exit(final long exitNs, final boolean isHandled)
    {
        isRunning = false;
        lastNs = exitNs;
        if (isHandled)
        {
            handledCount++;
            handledName = names[nameCount - 1];
        }
    }

    /** Returns whether a handler of it runs. */
    boolean isRunning()
    {
        return isRunning;
    }

    boolean isLine()
    {
        return isLine;
    }

    int key()
    {
        return key;
    }

    /**
     * Returns the name of the event: of its only handler, else of the only one that handled it.
     *
     * @return the name, or {@link ByteNames#NONE} if it is that of the line
     */
    int name()
    {
        return nameCount == 1 ? names[0] : handledCount == 1 ? handledName : ByteNames.NONE;
    }

    long timeNs()
    {
        return timeNs;
    }

    long ordinal()
    {
        return ordinal;
    }

    /** Returns the time from the first entry to the last exit. */
    long serviceNs()
    {
        return lastNs - timeNs;
    }
}

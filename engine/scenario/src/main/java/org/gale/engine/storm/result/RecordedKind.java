package org.gale.engine.storm.result;

/** Kind of the events of a trace that a storm offers. */
public enum RecordedKind
{
    MSI(0, "msi", "MSIs"),
    TIMER(1, "timer", "ticks of timers"),
    IPI(2, "ipi", "IPIs");

    private final int index;
    private final String label;
    private final String words;

    RecordedKind(final int index, final String label, final String words)
    {
        this.index = index;
        this.label = label;
        this.words = words;
    }

    /** {@return the index of the counter of a kind, from 0} */
    public int index()
    {
        return index;
    }

    /** Returns the name in JSON. */
    public String label()
    {
        return label;
    }

    /** Returns the words for its events in a sentence. */
    public String words()
    {
        return words;
    }
}

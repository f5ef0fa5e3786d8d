package org.gale.engine.machine;

/** Observer of operations that take effect later. It acts on no machine, and is called by its thread. */
public interface OperationObserver
{
    /** Takes an operation that began. */
    void began(LateOperation operation);

    /** Takes an operation that takes effect. */
    void acted(LateOperation operation, long command);

    /**
     * Takes the read of a word of a table by an operation that takes effect, which latches it. Does nothing here.
     *
     * @param address physical
     * @param word    that was read
     * @param rule    id of the rule of the operation
     */
    default void read(final long address, final long word, final String rule, final long command)
    {
        // Few observers need it.
    }

    /**
     * Takes a software error. Does nothing here.
     *
     * @param text of the error, without its command
     */
    default void reported(final String text, final long command)
    {
        // Few observers need it.
    }
}
